// The scenario's connections with clients/go.
package main

import (
	"context"
	"errors"
	"strings"

	"leadline"
)

const version = "0.1.0"

const (
	noSubscription = notOffered("the library reads EVENTS instead, which misses none")
	noMonitor      = notOffered("the library has no reader for what MONITOR sends")
	noReset        = notOffered("the library keeps how its connection speaks to itself")
)

var address string

type own struct{ *leadline.Client }

func options() leadline.Options {
	host, port, _ := strings.Cut(address, ":")
	number := 0
	for _, digit := range port {
		number = 10*number + int(digit-'0')
	}
	return leadline.Options{Host: host, Port: number}
}

func open() (connection, error) {
	client, err := leadline.Dial(context.Background(), options())
	return own{client}, err
}

// The library connects again by itself.
func again(on connection) (connection, error) { return on, nil }

func isServerError(err error) bool {
	var refused *leadline.Error
	return errors.As(err, &refused)
}

// plain is the value as the scenario has it: maps flat, errors as such.
func plain(value leadline.Value) reply {
	switch value.Kind {
	case leadline.Null:
		return nil
	case leadline.Integer:
		return must(value.Int())
	case leadline.Failure:
		return errors.New(value.Text)
	case leadline.List, leadline.Map:
		list := make([]reply, len(value.Items))
		for index, item := range value.Items {
			list[index] = plain(item)
		}
		return list
	}
	return value.Text
}

// split is the name of a command, of one word or two, and its arguments.
func split(words []string) (string, []any) {
	taken := 1
	switch words[0] {
	case "CLIENT", "CONFIG", "SLOWLOG", "COMMAND":
		taken = 2
	}
	args := make([]any, 0, len(words))
	for _, word := range words[taken:] {
		args = append(args, word)
	}
	return strings.Join(words[:taken], " "), args
}

func (on own) do(words ...string) (reply, error) {
	if words[0] == "RESET" {
		return nil, noReset
	}
	name, args := split(words)
	value, err := on.Run(context.Background(), name, args...)
	if err != nil {
		return nil, err
	}
	return plain(value), nil
}

func (on own) batch(isBlock bool, commands [][]string) ([]reply, error) {
	if !isBlock {
		return on.together(commands)
	}
	values, err := on.Block(context.Background(), func(block *leadline.Block) {
		for _, words := range commands {
			name, args := split(words)
			block.Run(name, args...)
		}
	})
	var undone *leadline.BlockError
	if errors.As(err, &undone) {
		values, err = undone.Replies, nil
	}
	list := make([]reply, len(values))
	for index, value := range values {
		list[index] = plain(value)
	}
	return list, err
}

// together asks from as many goroutines, which share the connection.
func (on own) together(commands [][]string) ([]reply, error) {
	type answer struct {
		found reply
		err   error
	}
	answers := make([]chan answer, len(commands))
	for index, words := range commands {
		answers[index] = make(chan answer, 1)
		go func(words []string, to chan answer) {
			found, err := on.do(words...)
			to <- answer{found, err}
		}(words, answers[index])
	}
	list := make([]reply, len(commands))
	for index, each := range answers {
		came := <-each
		if came.err != nil {
			return nil, came.err
		}
		list[index] = came.found
	}
	return list, nil
}

func (on own) close() error {
	on.Close()
	return nil
}

func subscribe(pattern, channel string) (subscription, error) { return nil, noSubscription }

func slowlog(on connection) {
	entries := must(on.do("SLOWLOG", "GET", "10")).([]reply)
	length := must(on.do("SLOWLOG", "LEN")).(int64)
	demand(len(entries) <= 10 && length >= 0, "%d of %d", len(entries), length)
}

func monitor(connection) { panic(noMonitor) }
