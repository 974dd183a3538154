package leadline

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// conversation is one connection of a replay, with what it received, in order.
type conversation struct {
	*connection
	received chan any
}

// told is a value as clients/README.md has a driver write it.
func told(value Value) any {
	switch value.Kind {
	case Bulk, Text:
		return []any{value.Kind, hex.EncodeToString([]byte(value.Text))}
	case Bool:
		return []any{value.Kind, value.Text == "t"}
	case List, push:
		return []any{value.Kind, toldItems(value.Items)}
	case Map:
		pairs := [][2]any{}
		for index := 0; index+1 < len(value.Items); index += 2 {
			pairs = append(pairs, [2]any{told(value.Items[index]), told(value.Items[index+1])})
		}
		return []any{value.Kind, pairs}
	case Null:
		return []any{value.Kind, nil}
	}
	return []any{value.Kind, value.Text}
}

func toldItems(items []Value) []any {
	list := make([]any, len(items))
	for index, item := range items {
		list[index] = told(item)
	}
	return list
}

func converse(port string) (*conversation, error) {
	made := &conversation{received: make(chan any, 10_000)}
	var err error
	made.connection, err = dial(context.Background(), "127.0.0.1:"+port, nil, 0, func(items []Value) {
		made.received <- told(Value{Kind: push, Items: items})
	})
	return made, err
}

func (c *conversation) request(words []string) error {
	decoded := make([]string, len(words))
	for index, word := range words {
		bytes, err := hex.DecodeString(strings.TrimPrefix(word, "-"))
		if err != nil {
			return err
		}
		decoded[index] = string(bytes)
	}
	replies, err := c.send(decoded)
	if err != nil {
		return nil // The end is told where it is read.
	}
	go func() {
		if value, err := c.wait(context.Background(), replies[0]); err == nil {
			c.received <- told(value)
		}
	}()
	return nil
}

func (c *conversation) read(milliseconds string) any {
	patience, _ := strconv.Atoi(milliseconds)
	timeout := time.After(time.Duration(patience) * time.Millisecond)
	select {
	case reply := <-c.received:
		return reply
	default:
	}
	select {
	case reply := <-c.received:
		return reply
	case <-timeout:
		return []any{"none", nil}
	case <-c.ended:
	}
	select {
	case reply := <-c.received:
		return reply
	case <-time.After(20 * time.Millisecond):
		return []any{"closed", nil}
	}
}

// TestMain is the driver when clients/replay/replay.py asks for it.
func TestMain(m *testing.M) {
	if os.Getenv("LEADLINE_REPLAY") == "" {
		os.Exit(m.Run())
	}
	fmt.Println("dialect resp")
	conversations := map[string]*conversation{}
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 64<<20)
	for input.Scan() {
		words := strings.Split(input.Text(), " ")
		if err := drive(conversations, words); err != nil {
			panic(err)
		}
	}
}

func drive(conversations map[string]*conversation, words []string) (err error) {
	switch words[0] {
	case "open":
		conversations[words[1]], err = converse(words[2])
	case "send":
		return conversations[words[1]].request(words[2:])
	case "read":
		return json.NewEncoder(os.Stdout).Encode(conversations[words[1]].read(words[2]))
	default:
		for number, each := range conversations {
			if words[0] == "reset" || number == words[1] {
				each.close()
				delete(conversations, number)
			}
		}
	}
	return err
}
