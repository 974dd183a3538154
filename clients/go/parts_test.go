package leadline

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

const wire = "+OK\r\n:9007199254740993\r\n_\r\n$-1\r\n$4\r\na\r\nb\r\n=7\r\ntxt:n\xc3\xa9\r\n#t\r\n" +
	"%1\r\n$1\r\na\r\n*2\r\n*0\r\n$0\r\n\r\n>2\r\n+message\r\n+x\r\n-NOTFOUND no\r\n"

func TestRepliesKeepTheirKinds(t *testing.T) {
	expected := []Value{
		{Kind: Status, Text: "OK"}, {Kind: Integer, Text: "9007199254740993"}, {Kind: Null}, {Kind: Null},
		{Kind: Bulk, Text: "a\r\nb"}, {Kind: Text, Text: "né"}, {Kind: Bool, Text: "t"},
		{Kind: Map, Items: []Value{{Kind: Bulk, Text: "a"},
			{Kind: List, Items: []Value{{Kind: List, Items: []Value{}}, {Kind: Bulk}}}}},
		{Kind: push, Items: []Value{{Kind: Status, Text: "message"}, {Kind: Status, Text: "x"}}},
		{Kind: Failure, Text: "NOTFOUND no"},
	}
	in := bufio.NewReader(iotest.OneByteReader(strings.NewReader(wire)))
	for _, each := range expected {
		value, err := readValue(in, 0)
		if err != nil || !reflect.DeepEqual(value, each) {
			t.Fatalf("%#v %v, expected %#v", value, err, each)
		}
	}
}

func TestWhatIsNoRESP3IsRefused(t *testing.T) {
	deep := strings.Repeat("*1\r\n", depthLimit+2)
	for _, text := range []string{
		"?\r\n", "$x\r\n", "$-2\r\n", "+OK\n", "$1\r\nab\r\n", "=3\r\ntxt\r\n", "*9999999999\r\n", "\r\n", deep,
		strings.Repeat("A", 2*lineLimit),
	} {
		_, err := readValue(bufio.NewReader(strings.NewReader(text)), 0)
		if !errors.Is(err, errProtocol) {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

func TestArgumentsBecomeWords(t *testing.T) {
	words, err := request(CmdLeadNew, []any{Keywords{
		"EMAIL": "a@b.example", "AREA": []string{"US", "CA"}, "FIELD": Fields{"size": "3", "": "x"},
		"QUEUE": true, "DRYRUN": false, "VALUE": "12.50",
	}})
	expected := "LEAD.NEW AREA US AREA CA EMAIL a@b.example FIELD  x FIELD size 3 QUEUE VALUE 12.50"
	if err != nil || strings.Join(words, " ") != expected {
		t.Errorf("%q %v", words, err)
	}
	at := time.Date(2026, 11, 21, 18, 0, 0, 5, time.FixedZone("", 3600))
	words, err = request(CmdStatus, []any{"L1", "meeting", Keywords{"AT": at, "IF": 3}})
	if err != nil || strings.Join(words, " ") != "STATUS L1 meeting AT 2026-11-21T17:00:00Z IF 3" {
		t.Errorf("%q %v", words, err)
	}
	if words, _ = request(CmdClientList, nil); len(words) != 2 {
		t.Errorf("%q", words)
	}
}

func TestWhatCannotBeMeantIsRefusedBeforeItIsSent(t *testing.T) {
	for _, args := range [][]any{
		{Keywords{"VALUE": 12.5}}, {Keywords{"EMIAL": "x"}}, {Keywords{"NAME": nil}}, {Keywords{"QUEUE": "yes"}},
		{Keywords{"ZIP": []string{"1", "2"}}}, {Keywords{"NAME": true}}, {Keywords{"FIELD": "x"}},
		{Keywords{"NAME": Fields{}}}, {Keywords{}, "L1"}, {nil},
	} {
		if words, err := request(CmdLeadNew, args); err == nil {
			t.Errorf("%q", words)
		}
	}
	if _, err := request("LEAD.NWE", nil); err == nil {
		t.Error("an unknown command")
	}
}

func TestAmountsAreExact(t *testing.T) {
	for text, units := range map[string]int64{
		"1200.5": 120050, "-0.01": -1, "0": 0, "90071992547409.93": 9007199254740993, "12": 1200,
	} {
		found, err := Minor(text, 2)
		if err != nil || found != units {
			t.Errorf("%s: %d %v", text, found, err)
		}
		if again, _ := Minor(Decimal(units, 2), 2); again != units {
			t.Errorf("%d: %s", units, Decimal(units, 2))
		}
	}
	for _, text := range []string{"1.005", "1e3", "", "1.", "99999999999999999999"} {
		if found, err := Minor(text, 2); err == nil {
			t.Errorf("%s: %d", text, found)
		}
	}
	if Decimal(5, 0) != "5" || Decimal(-5, 2) != "-0.05" {
		t.Error(Decimal(5, 0), Decimal(-5, 2))
	}
}

func TestAnErrorIsKnownByItsCode(t *testing.T) {
	err := fmt.Errorf("taking Ann: %w", failure("EXISTS L1 customer is registered", CmdLeadNew))
	var refused *Error
	if !errors.Is(err, CodeExists) || errors.Is(err, CodeInvalid) || !errors.As(err, &refused) {
		t.Fatal(err)
	}
	if refused.ID() != "L1" || refused.Field() != "" {
		t.Error(refused.ID(), refused.Field())
	}
	if id := failure("EXISTS customer is registered", "").ID(); id != "" {
		t.Error(id)
	}
	if field := failure("INVALID zip: has 4 digits", "").Field(); field != "zip" {
		t.Error(field)
	}
}

func TestOptionsGoBeforeTheEnvironment(t *testing.T) {
	environment := map[string]string{"LEADLINE_HOST": "far", "LEADLINE_PORT": "6000", "LEADLINE_TOKEN": "secret"}
	variable := func(name string) string { return environment[name] }
	options, err := Options{Port: 7000}.settled(variable)
	if err != nil || options.address() != "far:7000" || options.Token != "secret" || options.User != "default" {
		t.Error(options, err)
	}
	environment["LEADLINE_PORT"] = "x"
	if _, err = (Options{}).settled(variable); err == nil {
		t.Error("a port that is no number")
	}
}

func TestATokenIsGuardedAndNotShown(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("secret\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	none := func(string) string { return "" }
	if _, err := (Options{TokenFile: file}).settled(none); err == nil {
		t.Error("others may read it")
	}
	if err := os.Chmod(file, 0o600); err != nil {
		t.Fatal(err)
	}
	options, err := Options{TokenFile: file}.settled(none)
	if err != nil || options.Token != "secret" {
		t.Error(err)
	}
	client := &Client{options: options}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if shown := fmt.Sprintf(verb+verb, options, client); strings.Contains(shown, "secret") {
			t.Errorf("%s shows %s", verb, shown)
		}
	}
}
