// Package leadline is a thin client for Leadline, the server for referral leads.
//
//	client, err := leadline.Dial(ctx, leadline.Options{})
//	lead, err := client.Once(ctx, leadline.CmdLeadNew, leadline.Keywords{"EMAIL": "ann@acme.example"})
//	if errors.Is(err, leadline.CodeExists) { … }
package leadline

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand"
	"os"
	"sync"
	"time"
)

const (
	attempts     = 6
	firstPause   = 50 * time.Millisecond
	longestPause = 5 * time.Second
)

// notHere has no reply of its own, or changes how the connection speaks.
var notHere = map[string]bool{
	CmdSubscribe: true, CmdPsubscribe: true, CmdUnsubscribe: true, CmdPunsubscribe: true, CmdMonitor: true,
	CmdMulti: true, CmdExec: true, CmdDiscard: true, CmdReset: true, CmdQuit: true, CmdHello: true, CmdFormat: true,
	CmdClientReply: true,
}

// Client is a client of one server. Many goroutines may use it at once: their requests share one
// connection, which is opened again by the next request after it was lost.
type Client struct {
	options Options

	guard    sync.Mutex
	current  *connection
	isClosed bool
}

// Dial opens a connection and logs in.
func Dial(ctx context.Context, options Options) (*Client, error) {
	options, err := options.settled(os.Getenv)
	if err != nil {
		return nil, err
	}
	client := &Client{options: options}
	_, err = client.open(ctx)
	return client, err
}

// Format leaves the token out, however a client is printed.
func (c *Client) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, c.options.String()) }

// Run runs a command: its positional arguments, and Keywords behind them. The context bounds the wait
// for the reply; a request that has been sent may be carried out all the same.
func (c *Client) Run(ctx context.Context, name string, args ...any) (Value, error) {
	words, err := request(name, args)
	if err != nil {
		return Value{}, err
	}
	if notHere[name] {
		return Value{}, fmt.Errorf("leadline: %s is not for Run: use Block or Events", name)
	}
	connection, err := c.open(ctx)
	if err != nil {
		return Value{}, err
	}
	value, err := connection.ask(ctx, words...)
	var refused *Error
	if errors.As(err, &refused) {
		refused.Command = name
	}
	return value, err
}

// Once runs a write until it has happened, once: with a key of its own unless IDEM is given, and again
// after a connection was lost or the server was busy or stopping.
func (c *Client) Once(ctx context.Context, name string, args ...any) (Value, error) {
	if _, found := commands[name].keywords["IDEM"]; !found {
		return Value{}, fmt.Errorf("leadline: %s takes no key", name)
	}
	if keywordOf(args, "IDEM") == nil {
		key := make([]byte, 16)
		if _, err := rand.Read(key); err != nil {
			return Value{}, err
		}
		args = with(args, "IDEM", hex.EncodeToString(key))
	}
	for attempt := 0; ; attempt++ {
		value, err := c.Run(ctx, name, args...)
		if err == nil || !isPassing(err) || attempt+1 == attempts || c.wasClosed() {
			return value, err
		}
		if err := pause(ctx, attempt); err != nil {
			return Value{}, err
		}
	}
}

// Close ends the connection; what waits for a reply fails.
func (c *Client) Close() {
	c.guard.Lock()
	defer c.guard.Unlock()
	c.isClosed = true
	if c.current != nil {
		c.current.close()
	}
}

func (c *Client) wasClosed() bool {
	c.guard.Lock()
	defer c.guard.Unlock()
	return c.isClosed
}

// open is the connection; who finds it lost makes the next one while the others wait.
func (c *Client) open(ctx context.Context) (*connection, error) {
	c.guard.Lock()
	defer c.guard.Unlock()
	if c.isClosed {
		return nil, lost(errors.New("the client is closed"))
	}
	if c.current != nil && c.current.isOpen() {
		return c.current, nil
	}
	connection, err := c.dial(ctx, c.options.ReplyTimeout)
	if err == nil {
		c.current = connection
	}
	return connection, err
}

// dial opens a connection, chooses RESP3 and logs in.
func (c *Client) dial(ctx context.Context, patience time.Duration) (*connection, error) {
	connection, err := dial(ctx, c.options.address(), c.options.TLS, patience, nil)
	if err != nil {
		return nil, err
	}
	words := []string{"HELLO", "3"}
	if c.options.Token != "" {
		words = append(words, "AUTH", c.options.User, c.options.Token)
	}
	if _, err = connection.ask(ctx, append(words, "SETNAME", c.options.Name)...); err != nil {
		connection.close()
		return nil, err
	}
	return connection, nil
}

// pause waits before an attempt: twice as long each time, and not all alike.
func pause(ctx context.Context, attempt int) error {
	longest := longestPause
	if attempt < 7 && firstPause<<attempt < longest {
		longest = firstPause << attempt
	}
	timer := time.NewTimer(longest/2 + time.Duration(mathrand.Int63n(int64(longest/2))))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
