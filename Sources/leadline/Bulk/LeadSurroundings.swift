/// The commands that put around a new lead what stood around an exported one: what is ordered,
/// links, the customer's mail, who touched it, and whom it is credited to.
///
/// They go into the block of its `LEAD.NEW`, which `$1` names, before it is moved along.
package enum LeadSurroundings {
    /// Mails of one lead that are taken over; a block has a bound.
    package static let mailMax = 500

    /// The commands, in an order in which each can be done.
    package static func commands(
        _ record: BulkRecord, translate: (String) -> String
    ) -> [[String]] {
        let items = rows("items", record).map { item in
            command(["ITEM.ADD", "$1"], item, ["SKU", "NAME", "QTY", "PRICE"])
        }
        let links = rows("attachments", record).map { link in
            command(["ATTACH", "$1", link["name"]?.scalar ?? ""], link, ["MIME", "URL"])
        }
        let mail = rows("mail", record).prefix(mailMax).map { mail in
            command(["MAIL.LOG"], mail, ["EMAIL", "SUBJECT", "BODY", "AT", "FROM"])
        }
        let touches = rows("touches", record).map { touch in
            command(["TOUCH", "$1", translate(touch["contributor"]?.scalar ?? "")], touch, ["AT"])
        }
        return items + links + mail + touches + credit(record, translate)
    }

    /// The ids of other records that they name.
    package static func references(_ record: BulkRecord) -> [String] {
        rows("touches", record).compactMap { $0["contributor"]?.scalar }
            + rows("credit", record).compactMap { $0["earner"]?.scalar }
    }

    /// Whom it was credited to by a model of its touches, or by agreement; what follows from the
    /// lead itself is not said.
    private static func credit(
        _ record: BulkRecord, _ translate: (String) -> String
    ) -> [[String]] {
        let shares = rows("credit", record)
        switch shares.first?["source"]?.scalar {
        case nil, "referrer", "partner": return []
        case "shares":
            let text = shares.map { share in
                "\(translate(share["earner"]?.scalar ?? "")) \(share["share"]?.scalar ?? "")"
            }
            return [["CREDIT", "$1", "SHARES", text.joined(separator: ",")]]
        case let model?: return [["CREDIT", "$1", "MODEL", model, "APPLY"]]
        }
    }

    private static func rows(_ name: String, _ record: BulkRecord) -> [JSONValue] {
        guard case .array(let rows)? = record[name] else { return [] }
        return rows
    }

    /// The command with the row's values behind the keywords that are named after them.
    private static func command(
        _ words: [String], _ row: JSONValue, _ keywords: [String]
    ) -> [String] {
        words
            + keywords.flatMap { keyword in
                row[keyword.lowercased()]?.scalar.map { [keyword, $0] } ?? []
            }
    }
}
