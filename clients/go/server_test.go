package leadline

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var portLine = regexp.MustCompile(`(?:ready on \S+|TLS .*):(\d+)\b`)

// startServer runs a server on a new store, which ends with the test, and answers its port.
func startServer(t *testing.T) int { return start(t, 1)[0] }

// start runs a server with options and reads so many ports from what it says.
func start(t *testing.T, count int, options ...string) []int {
	binary := os.Getenv("LEADLINE_SERVER")
	if binary == "" {
		binary = "../../.build/release/leadline-server"
	}
	data := filepath.Join(t.TempDir(), "data")
	options = append([]string{"--data", data, "--port", "0", "--durability", "os"}, options...)
	server := exec.Command(binary, options...)
	output, err := server.StdoutPipe()
	if err == nil {
		err = server.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	lines := bufio.NewScanner(output)
	var ports []int
	for len(ports) < count && lines.Scan() {
		if found := portLine.FindStringSubmatch(lines.Text()); found != nil {
			port, _ := strconv.Atoi(found[1])
			ports = append(ports, port)
		}
	}
	if len(ports) < count {
		t.Fatal("the server did not become ready")
	}
	return ports
}

// breakingLine hands bytes on to a server; cut breaks every connection, and a mute one swallows
// the first reply and breaks then.
type breakingLine struct {
	port   int
	isMute atomic.Bool
	guard  sync.Mutex
	open   []net.Conn
}

func startLine(t *testing.T, port int) *breakingLine {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	line := &breakingLine{port: listener.Addr().(*net.TCPAddr).Port}
	t.Cleanup(func() {
		listener.Close()
		line.cut()
	})
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
			if err != nil {
				near.Close()
				continue
			}
			line.guard.Lock()
			line.open = append(line.open, near, far)
			line.guard.Unlock()
			go line.pass(near, far, false)
			go line.pass(far, near, true)
		}
	}()
	return line
}

func (l *breakingLine) pass(from, to net.Conn, areReplies bool) {
	defer to.Close()
	defer from.Close()
	buffer := make([]byte, 64<<10)
	for {
		count, err := from.Read(buffer)
		if err != nil || (areReplies && l.isMute.Load()) {
			return
		}
		if _, err = to.Write(buffer[:count]); err != nil {
			return
		}
	}
}

func (l *breakingLine) cut() {
	l.guard.Lock()
	defer l.guard.Unlock()
	for _, each := range l.open {
		each.Close()
	}
	l.open = nil
}

func connect(t *testing.T, options Options) *Client {
	client, err := Dial(context.Background(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

func run(t *testing.T, client *Client, name string, args ...any) Value {
	t.Helper()
	value, err := client.Run(context.Background(), name, args...)
	if err != nil {
		t.Fatal(name, err)
	}
	return value
}

func address(index int) string { return fmt.Sprintf("a%d@b%d.example", index, index) }

func TestTheExampleTellsTheStoryOfEveryLanguage(t *testing.T) {
	page, err := os.ReadFile("../EXAMPLE.md")
	if err != nil {
		t.Fatal(err)
	}
	story := regexp.MustCompile("(?s)```text\n(.*?)```").FindSubmatch(page)[1]
	example := exec.Command("go", "run", "./example", "127.0.0.1", strconv.Itoa(startServer(t)))
	told, err := example.CombinedOutput()
	if err != nil || string(told) != string(story) {
		t.Errorf("%v\n%s", err, told)
	}
}

func TestAListIsWalkedPageByPage(t *testing.T) {
	client := connect(t, Options{Port: startServer(t)})
	var group sync.WaitGroup
	for index := 0; index < 25; index++ {
		group.Add(1)
		go func(index int) {
			defer group.Done()
			if _, err := client.Run(context.Background(), CmdLeadNew, Keywords{"EMAIL": address(index)}); err != nil {
				t.Error(err)
			}
		}(index)
	}
	group.Wait()
	found := map[string]bool{}
	rows := client.Rows(context.Background(), CmdLeadList, Keywords{"LIMIT": 4, "COLUMNS": "id"})
	for rows.Next() {
		found[rows.Row().Get("id").Text] = true
	}
	if rows.Err() != nil || len(found) != 25 {
		t.Error(len(found), rows.Err())
	}
	rows = client.Rows(context.Background(), CmdLeadGet, "L99")
	if rows.Next() || !errors.Is(rows.Err(), CodeNotfound) {
		t.Error(rows.Err())
	}
}

func TestErrorsComeByCodeAndTheConnectionGoesOn(t *testing.T) {
	client := connect(t, Options{Port: startServer(t)})
	_, err := client.Run(context.Background(), CmdLeadNew, Keywords{"EMAIL": "a@b.example", "ZIP": "1234"})
	var refused *Error
	if !errors.As(err, &refused) || refused.Code != CodeInvalid || refused.Field() != "zip" || refused.Command != CmdLeadNew {
		t.Error(err)
	}
	if _, err = client.Run(context.Background(), CmdSubscribe, "lead.created"); err == nil {
		t.Error("SUBSCRIBE has no reply")
	}
	if text := run(t, client, CmdPing).Text; text != "PONG" {
		t.Error(text)
	}
}

func TestABlockHappensWholeOrNotAtAll(t *testing.T) {
	client := connect(t, Options{Port: startServer(t)})
	values, err := client.Block(context.Background(), func(block *Block) {
		block.Run(CmdLeadGet, "L9")
		lead := block.Run(CmdLeadNew, Keywords{"EMAIL": "ann@acme.example"})
		block.Run(CmdNote, lead, "called")
	})
	if err != nil || values[0].Kind != Failure || values[1].Text != "L1" || values[2].Text != "OK" {
		t.Fatal(values, err)
	}
	_, err = client.Block(context.Background(), func(block *Block) {
		block.Run(CmdLeadNew, Keywords{"EMAIL": "bob@bolt.example"})
		block.Run(CmdLeadNew, Keywords{"EMAIL": "ann@acme.example"})
	})
	var undone *BlockError
	if !errors.As(err, &undone) || !errors.Is(err, CodeExists) || undone.Replies[0].Kind != Failure {
		t.Error(err)
	}
	_, err = client.Block(context.Background(), func(block *Block) { block.Run(CmdLeadGet, "X", "Y") })
	if !errors.Is(err, CodeErr) {
		t.Error(err)
	}
	rows, _, err := run(t, client, CmdLeadList).Page()
	if err != nil || len(rows) != 1 {
		t.Error(rows, err)
	}
}

func TestAWriteWhoseReplyWasLostIsMadeOnce(t *testing.T) {
	line := startLine(t, startServer(t))
	client := connect(t, Options{Port: line.port})
	line.isMute.Store(true)
	time.AfterFunc(120*time.Millisecond, func() { line.isMute.Store(false) })
	lead, err := client.Once(context.Background(), CmdLeadNew, Keywords{"EMAIL": "ann@acme.example"})
	if err != nil || lead.Text != "L1" {
		t.Fatal(lead, err)
	}
	events, _, err := run(t, client, CmdEvents).Page()
	if err != nil || len(events) != 1 {
		t.Error(events, err)
	}
}

func TestALostReplyIsToldAndTheNextRequestConnects(t *testing.T) {
	line := startLine(t, startServer(t))
	client := connect(t, Options{Port: line.port})
	line.isMute.Store(true)
	if _, err := client.Run(context.Background(), CmdPing); !errors.Is(err, ErrLost) {
		t.Error(err)
	}
	line.isMute.Store(false)
	run(t, client, CmdPing)
}

func TestAContextEndsTheWaitAndTheConnectionGoesOn(t *testing.T) {
	client := connect(t, Options{Port: startServer(t)})
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	_, err := client.Run(ctx, CmdEvents, Keywords{"AFTER": "now", "BLOCK": 300})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if text := run(t, client, CmdEcho, "after").Text; text != "after" {
		t.Error(text)
	}
}

func TestAServerThatSaysNothingIsGivenUp(t *testing.T) {
	client := connect(t, Options{Port: startServer(t), ReplyTimeout: 80 * time.Millisecond})
	time.Sleep(120 * time.Millisecond) // Where nothing is awaited, silence ends nothing.
	run(t, client, CmdPing)
	_, err := client.Run(context.Background(), CmdEvents, Keywords{"AFTER": "now", "BLOCK": 3000})
	if !errors.Is(err, ErrLost) {
		t.Error(err)
	}
}

// follow reads so many events by the cursor "mailer", over a line that breaks every third time.
func follow(t *testing.T, line *breakingLine, count int) []int64 {
	client := connect(t, Options{Port: line.port})
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	events := client.Events(ctx, EventOptions{Cursor: "mailer", Filters: Keywords{"TYPE": "lead.*"}})
	defer events.Close()
	var seen []int64
	for len(seen) < count && events.Next() {
		seen = append(seen, events.Event().Seq)
		if len(seen)%3 == 1 {
			line.cut()
		}
	}
	if events.Err() != nil || len(seen) < count {
		t.Fatal(seen, events.Err())
	}
	return seen
}

func TestEventsGoOnOverLostLinesEachAtLeastOnce(t *testing.T) {
	port := startServer(t)
	line := startLine(t, port)
	writer := connect(t, Options{Port: port})
	first := make(chan []int64)
	go func() { first <- follow(t, line, 5) }()
	for index := 0; index < 8; index++ {
		run(t, writer, CmdLeadNew, Keywords{"EMAIL": address(index), "NAME": "Ann"})
	}
	seen := <-first
	place, err := run(t, writer, CmdCursorGet, "mailer").Int()
	if err != nil {
		t.Fatal(err)
	}
	found := map[int64]bool{}
	for _, seq := range append(seen, follow(t, line, 8-int(place))...) {
		found[seq] = true
	}
	if len(found) != 8 {
		t.Error(seen, found)
	}
}

func TestEventsBeginBehindNowAndEndWithTheContext(t *testing.T) {
	client := connect(t, Options{Port: startServer(t)})
	run(t, client, CmdLeadNew, Keywords{"EMAIL": "old@old.example"})
	ctx, cancel := context.WithCancel(context.Background())
	events := client.Events(ctx, EventOptions{})
	defer events.Close()
	time.AfterFunc(150*time.Millisecond, func() {
		_, _ = client.Run(ctx, CmdLeadNew, Keywords{"EMAIL": "ann@acme.example", "VALUE": "12.50"})
		time.AfterFunc(50*time.Millisecond, cancel)
	})
	if !events.Next() {
		t.Fatal(events.Err())
	}
	event := events.Event()
	if event.Subject != "L2" || event.Type != EventLeadCreated || !strings.Contains(string(event.Data), `"12.50"`) {
		t.Error(event)
	}
	if events.Next() || events.Err() != nil {
		t.Error(events.Event(), events.Err())
	}
}

func TestWhoLogsInIsWhoActs(t *testing.T) {
	port := startServer(t)
	token := run(t, connect(t, Options{Port: port}), CmdUserNew, "ann", Keywords{"ROLE": "admin"})
	for options, code := range map[string]Code{"": CodeNoauth, strings.Repeat("x", 52): CodeWrongpass} {
		if _, err := Dial(context.Background(), Options{Port: port, Token: options}); !errors.Is(err, code) {
			t.Error(options, err)
		}
	}
	client := connect(t, Options{Port: port, Token: token.Text})
	if user := run(t, client, CmdWhoami).Get("user").Text; user != "ann" {
		t.Error(user)
	}
	if _, err := Dial(context.Background(), Options{Port: 1}); !errors.Is(err, ErrLost) {
		t.Error(err)
	}
}

func TestTLSWithTheCertificateLookedAt(t *testing.T) {
	folder := t.TempDir()
	key, certificate := filepath.Join(folder, "server.key"), filepath.Join(folder, "server.pem")
	made := exec.Command("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
		"ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=server",
		"-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate)
	if output, err := made.CombinedOutput(); err != nil {
		t.Fatal(string(output))
	}
	port := start(t, 2, "--tlscert", certificate, "--tlskey", key, "--tlsport", "0")[1]
	pem, err := os.ReadFile(certificate)
	if err != nil {
		t.Fatal(err)
	}
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(pem)
	secure := connect(t, Options{Host: "localhost", Port: port, TLS: &tls.Config{RootCAs: trusted}})
	if lead := run(t, secure, CmdLeadNew, Keywords{"EMAIL": "ann@acme.example"}).Text; lead != "L1" {
		t.Error(lead)
	}
	for _, options := range []Options{
		{Host: "localhost", Port: port, TLS: &tls.Config{}},
		{Host: "127.0.0.1", Port: port, TLS: &tls.Config{RootCAs: trusted}},
	} {
		if _, err := Dial(context.Background(), options); !errors.Is(err, ErrLost) {
			t.Error(options, err)
		}
	}
}
