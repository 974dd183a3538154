// The scenario for Go clients: what is asked and what must come back. How a client asks is in the
// file that is compiled together with this one.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A reply is nil, int64, string, error or []reply.
type reply = any

// A connection of the client, or a pool that hands one out.
type connection interface {
	do(words ...string) (reply, error)
	// Sends all, then reads all; inside the client's own MULTI and EXEC if isBlock.
	batch(isBlock bool, commands [][]string) ([]reply, error)
	close() error
}

// What a subscription was told.
type message struct{ pattern, channel, payload string }

type subscription interface {
	next() (message, error)
	// Ends all subscriptions, then asks for a PONG; errNotOffered where the client cannot.
	leave() error
	close() error
}

// A client has no way to ask for a feature.
type notOffered string

func (reason notOffered) Error() string { return string(reason) }

var tag string

func mail(name string) string { return fmt.Sprintf("%s@%s-%s.example", name, name, tag) }

func demand(holds bool, text string, values ...any) {
	if !holds {
		panic(fmt.Sprintf(text, values...))
	}
}

func must[Value any](value Value, err error) Value {
	if err != nil {
		panic(err)
	}
	return value
}

func mapOf(flat reply) map[string]reply {
	found := map[string]reply{}
	list := flat.([]reply)
	for i := 0; i+1 < len(list); i += 2 {
		found[list[i].(string)] = list[i+1]
	}
	return found
}

func newLead(on connection, name string, words ...string) string {
	all := append([]string{"LEAD.NEW", "EMAIL", mail(name)}, words...)
	return must(on.do(all...)).(string)
}

func lead(on connection, id string) map[string]reply { return mapOf(must(on.do("LEAD.GET", id))) }

// The rows of a page and where the next one begins, "" after the last.
func page(on connection, words ...string) ([]map[string]reply, string) {
	parts := must(on.do(words...)).([]reply)
	rows := []map[string]reply{}
	for _, row := range parts[1].([]reply) {
		rows = append(rows, mapOf(row))
	}
	next, _ := parts[0].(string)
	return rows, next
}

func textOf(value reply) string { return fmt.Sprint(value) }

func ping(on connection) {
	demand(must(on.do("PING")) == "PONG", "no PONG")
}

func echoBinary(on connection) {
	bytes := []byte{}
	for i := 0; i < 256; i++ {
		bytes = append(bytes, byte(i))
	}
	text := string(bytes) + "\r\n"
	demand(must(on.do("ECHO", text)) == text, "other bytes came back")
}

func leadNew(on connection) {
	id := newLead(on, "new", "NAME", "Ann Lee", "SERVICE", "payroll")
	demand(regexp.MustCompile(`^L[0-9]+$`).MatchString(id), "the id is %s", id)
}

func leadGet(on connection) {
	id := newLead(on, "get", "NAME", "Ann Lee")
	found := lead(on, id)
	demand(found["id"] == id && found["status"] == "new", "%v", found)
	demand(found["name"] == "Ann Lee" && found["version"] == int64(1), "%v", found)
}

func errorTyped(on connection) {
	_, err := on.do("LEAD.GET", "L999999")
	demand(isServerError(err), "%T %v", err, err)
	demand(strings.HasPrefix(err.Error(), "NOTFOUND "), "%v", err)
}

func null(on connection) {
	found, err := on.do("TERRITORY.GET", "99999")
	demand(found == nil && err == nil, "%v %v", found, err)
}

func unicode(on connection) {
	name := "é 日本 🙂 א"
	id := newLead(on, "unicode", "NAME", name)
	demand(lead(on, id)["name"] == name, "%v", lead(on, id)["name"])
}

func pages(on connection) {
	service := "page-" + tag
	made := []string{}
	for i := 0; i < 10; i++ {
		made = append([]string{newLead(on, fmt.Sprint("page", i), "SERVICE", service)}, made...)
	}
	seen := []string{}
	words := []string{"LEAD.LIST", "SERVICE", service, "LIMIT", "3"}
	rows, next := page(on, words...)
	for {
		demand(len(rows) <= 3, "%d rows", len(rows))
		for _, row := range rows {
			seen = append(seen, row["id"].(string))
		}
		if next == "" {
			break
		}
		rows, next = page(on, append(words, "AFTER", next)...)
	}
	demand(textOf(seen) == textOf(made), "%v instead of %v", seen, made)
}

func pipeline(on connection) {
	commands := [][]string{}
	for i := 0; i < 100; i++ {
		commands = append(commands, []string{"ECHO", strconv.Itoa(i)})
	}
	for i, found := range must(on.batch(false, commands)) {
		demand(found == strconv.Itoa(i), "%v is reply %d", found, i)
	}
}

func transaction(on connection) {
	replies := must(on.batch(true, [][]string{
		{"LEAD.NEW", "EMAIL", mail("block")}, {"NOTE", "$1", "from a block"}}))
	demand(len(replies) == 2 && replies[1] == "OK", "%v", replies)
	rows, _ := page(on, "NOTE", replies[0].(string))
	demand(len(rows) == 1 && rows[0]["text"] == "from a block", "%v", rows)
}

func transactionAbort(on connection) {
	service := "abort-" + tag
	there := newLead(on, "there", "SERVICE", service)
	commands := [][]string{}
	for _, name := range []string{"before", "there", "after"} {
		commands = append(commands, []string{"LEAD.NEW", "EMAIL", mail(name), "SERVICE", service})
	}
	replies := must(on.batch(true, commands))
	demand(len(replies) == 3, "%v", replies)
	for i, begin := range []string{"ABORTED ", "EXISTS " + there + " ", "ABORTED "} {
		text := textOf(replies[i])
		demand(strings.HasPrefix(text, begin), "%d: %s", i, text)
		demand(strings.Contains(text, "EXISTS "+there), "%d: %s", i, text)
	}
	rows, _ := page(on, "LEAD.LIST", "SERVICE", service)
	demand(len(rows) == 1, "%d leads", len(rows))
}

func idemRetry(on connection) {
	service := "idem-" + tag
	id := newLead(on, "idem", "SERVICE", service, "IDEM", service)
	other := must(open())
	demand(newLead(other, "idem", "SERVICE", service, "IDEM", service) == id, "another id")
	demand(other.close() == nil, "it does not close")
	rows, _ := page(on, "LEAD.LIST", "SERVICE", service)
	demand(len(rows) == 1, "%d leads", len(rows))
}

// The first message that tells of the lead.
func told(from subscription, id string) message {
	for {
		found := must(from.next())
		var event struct{ Type, Subject string }
		must(0, json.Unmarshal([]byte(found.payload), &event))
		if event.Subject == id && event.Type == "lead.created" {
			return found
		}
	}
}

func subscribed(on connection) {
	from := must(subscribe("", "lead.created"))
	found := told(from, newLead(on, "subscribe"))
	demand(found.channel == "lead.created", "%v", found)
	demand(from.close() == nil, "it does not close")
}

func patternSubscribed(on connection) {
	from := must(subscribe("lead.*", ""))
	found := told(from, newLead(on, "psubscribe"))
	demand(found.channel == "lead.created" && found.pattern == "lead.*", "%v", found)
	demand(from.close() == nil, "it does not close")
}

func unsubscribed(connection) {
	from := must(subscribe("lead.*", "lead.created"))
	must(0, from.leave())
	demand(from.close() == nil, "it does not close")
}

func clientName(on connection) {
	demand(must(on.do("CLIENT", "SETNAME", "name-"+tag)) == "OK", "no OK")
	demand(must(on.do("CLIENT", "GETNAME")) == "name-"+tag, "another name")
	_, err := on.do("CLIENT", "SETNAME", "two words")
	demand(isServerError(err), "%v", err)
}

func clientList(on connection) {
	must(on.do("CLIENT", "SETNAME", "list-"+tag))
	list := must(on.do("CLIENT", "LIST")).(string)
	demand(strings.Contains(list, " name=list-"+tag+" "), "%s", list)
}

func info(on connection) {
	found := "\r\n" + must(on.do("INFO")).(string)
	for _, field := range []string{"redis_version:7.", "role:master\r", "loading:0\r"} {
		demand(strings.Contains(found, "\n"+field), "no %s", field)
	}
}

func configGet(on connection) {
	found := mapOf(must(on.do("CONFIG", "GET", "maxclients")))
	most, err := strconv.Atoi(textOf(found["maxclients"]))
	demand(err == nil && most > 0, "%v", found)
	demand(len(must(on.do("CONFIG", "GET", "nosuch*")).([]reply)) == 0, "something is found")
}

func commandDocs(on connection) {
	docs := mapOf(must(on.do("COMMAND", "DOCS")))
	count := must(on.do("COMMAND", "COUNT"))
	demand(count == int64(len(docs)), "%v and %d", count, len(docs))
	demand(mapOf(docs["lead.new"])["summary"].(string) != "", "no summary")
}

func clientKill(on connection) {
	killed := must(open())
	id := must(killed.do("CLIENT", "ID"))
	must(on.do("CLIENT", "KILL", "ID", textOf(id)))
	if _, err := killed.do("PING"); err != nil {
		killed = must(again(killed))
	}
	ping(killed)
	demand(must(killed.do("CLIENT", "ID")) != id, "the same connection")
	demand(killed.close() == nil, "it does not close")
}

func eventsBlock(on connection) {
	seq := mapOf(must(on.do("AUDIT.HEAD")))["seq"]
	reader := must(open())
	found := make(chan string)
	go func() {
		events, err := reader.do("EVENTS", "AFTER", textOf(seq), "BLOCK", "0")
		found <- fmt.Sprint(events, err)
	}()
	time.Sleep(200 * time.Millisecond)
	id := newLead(on, "block0")
	demand(strings.Contains(<-found, " "+id+" "), "no event of %s", id)
	demand(reader.close() == nil, "it does not close")
}

func largeValue(on connection) {
	id := newLead(on, "large")
	note := strings.Repeat("x", 65536)
	must(on.do("NOTE", id, note))
	rows, _ := page(on, "NOTE", id)
	demand(rows[0]["text"] == note, "another note")
	_, err := on.do("NOTE", id, note+"x")
	demand(isServerError(err) && strings.HasPrefix(err.Error(), "LIMIT "), "%v", err)
}

func reset(connection) {
	on := must(open())
	demand(must(on.do("RESET")) == "RESET", "no RESET")
	ping(on)
	demand(on.close() == nil, "it does not close")
}

func quit(on connection) {
	demand(on.close() == nil, "it does not close")
}

// Runs a feature and prints what became of it.
func report(name string, feature func(connection), on connection) {
	done := make(chan string, 1)
	go func() {
		defer func() {
			fault := recover()
			var missing notOffered
			if err, isError := fault.(error); isError && errors.As(err, &missing) {
				done <- fmt.Sprintf("na %s %s", name, missing)
			} else if fault != nil {
				done <- strings.ReplaceAll(fmt.Sprintf("no %s %v", name, fault), "\n", " ")
			} else {
				done <- "ok " + name
			}
		}()
		feature(on)
	}()
	select {
	case line := <-done:
		fmt.Println(line)
	case <-time.After(10 * time.Second):
		fmt.Printf("no %s no answer in 10 s\n", name)
	}
}

func main() {
	address, tag = os.Args[1]+":"+os.Args[2], os.Args[3]
	fmt.Println("version " + version)
	on, err := open()
	if err != nil {
		fmt.Println("no connect", err)
		return
	}
	report("connect", func(connection) {}, on)
	for _, one := range []struct {
		name    string
		feature func(connection)
	}{
		{"ping", ping}, {"echo-binary", echoBinary}, {"lead-new", leadNew}, {"lead-get", leadGet},
		{"error-typed", errorTyped}, {"null", null}, {"unicode", unicode}, {"page", pages},
		{"pipeline", pipeline}, {"transaction", transaction},
		{"transaction-abort", transactionAbort}, {"idem-retry", idemRetry},
		{"subscribe", subscribed}, {"psubscribe", patternSubscribed},
		{"unsubscribe", unsubscribed}, {"client-name", clientName}, {"client-list", clientList},
		{"info", info}, {"config-get", configGet}, {"slowlog", slowlog},
		{"command-docs", commandDocs}, {"monitor", monitor}, {"client-kill", clientKill},
		{"events-block", eventsBlock}, {"large-value", largeValue}, {"reset", reset},
		{"quit", quit},
	} {
		report(one.name, one.feature, on)
	}
}
