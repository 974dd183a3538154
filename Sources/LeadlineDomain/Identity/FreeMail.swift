/// Domains whose mailboxes anybody may have, so that sharing one tells nothing.
package enum FreeMail {
    /// Whether a registrable domain, in lower-case ASCII, gives mailboxes to anybody.
    ///
    /// A family (`yahoo`) is free under every public suffix: `yahoo.com`, `yahoo.co.uk`.
    package static func isFree(registrable domain: Text) -> Bool {
        let family = domain.bytes.prefix { $0 != UInt8(ascii: ".") }
        return families.contains(Text(family)) || domains.contains(domain)
    }

    private static let families: Set<Text> = [
        "yahoo", "hotmail", "outlook", "live", "gmx", "yandex", "icloud", "proton", "protonmail",
        "gmail", "googlemail", "ymail", "rocketmail", "aol", "zohomail", "tutanota",
    ]

    private static let domains: Set<Text> = Set(
        list.split(whereSeparator: \.isWhitespace).map { Text(String($0)) })

    private static let list = """
        msn.com passport.com me.com mac.com pm.me ya.ru zoho.com zoho.eu mail.com email.com
        fastmail.com fastmail.fm hey.com hushmail.com inbox.com lycos.com excite.com rediffmail.com
        tuta.com tuta.io tutamail.com tutanota.de keemail.me mailbox.org posteo.de posteo.net
        disroot.org riseup.net runbox.com startmail.com duck.com usa.com europe.com asia.com
        consultant.com engineer.com post.com myself.com iname.com
        comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net
        earthlink.net juno.com netzero.net optonline.net frontier.com frontiernet.net
        windstream.net centurylink.net roadrunner.com rr.com mindspring.com prodigy.net
        shaw.ca rogers.com sympatico.ca telus.net videotron.ca bell.net
        btinternet.com sky.com virginmedia.com ntlworld.com talktalk.net blueyonder.co.uk
        tiscali.co.uk btopenworld.com plus.net
        web.de t-online.de freenet.de arcor.de online.de vodafone.de email.de 1und1.de
        bluewin.ch hispeed.ch sunrise.ch aon.at chello.at
        orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr numericable.fr bbox.fr
        libero.it virgilio.it tiscali.it alice.it tin.it iol.it email.it
        terra.es telefonica.net ono.com sapo.pt telenet.be skynet.be scarlet.be
        ziggo.nl kpnmail.nl planet.nl home.nl hetnet.nl xs4all.nl
        telia.com comhem.se bredband.net online.no telenor.no jubii.dk
        wp.pl o2.pl onet.pl interia.pl op.pl tlen.pl seznam.cz centrum.cz email.cz azet.sk
        freemail.hu citromail.hu abv.bg mail.bg
        mail.ru bk.ru list.ru inbox.ru internet.ru rambler.ru ukr.net i.ua meta.ua
        qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com tom.com 21cn.com
        139.com 189.cn aliyun.com naver.com daum.net hanmail.net nate.com
        docomo.ne.jp ezweb.ne.jp softbank.ne.jp nifty.com biglobe.ne.jp
        bigpond.com bigpond.net.au optusnet.com.au iinet.net.au xtra.co.nz
        uol.com.br bol.com.br terra.com.br ig.com.br globo.com
        walla.co.il walla.com bezeqint.net mynet.com
        mailinator.com guerrillamail.com 10minutemail.com yopmail.com trashmail.com temp-mail.org
        """
}
