// The scenario's connections with gopkg.in/redis.v5, the go-redis of its time.
package main

import (
	"fmt"

	"gopkg.in/redis.v5"
)

const version = "5.2.9"

var address string

type pool struct{ *redis.Client }

func open() (connection, error) {
	client := redis.NewClient(&redis.Options{Addr: address})
	return pool{client}, client.Ping().Err()
}

// The pool connects by itself when a connection was found broken.
func again(on connection) (connection, error) { return on, nil }

func isServerError(err error) bool { return fmt.Sprintf("%T", err) == "internal.RedisError" }

func commandOf(words []string) *redis.Cmd {
	list := make([]interface{}, len(words))
	for i, word := range words {
		list[i] = word
	}
	return redis.NewCmd(list...)
}

func valueOf(command *redis.Cmd) (reply, error) {
	if command.Err() == redis.Nil {
		return nil, nil
	}
	return command.Val(), command.Err()
}

func (on pool) do(words ...string) (reply, error) {
	command := commandOf(words)
	on.Process(command)
	return valueOf(command)
}

func (on pool) batch(isBlock bool, commands [][]string) ([]reply, error) {
	pipeline := on.Pipeline()
	if isBlock {
		pipeline = on.TxPipeline()
	}
	waiting := []*redis.Cmd{}
	for _, words := range commands {
		waiting = append(waiting, commandOf(words))
		pipeline.Process(waiting[len(waiting)-1])
	}
	_, first := pipeline.Exec()
	replies := []reply{}
	for _, command := range waiting {
		value, err := valueOf(command)
		if err != nil && !isServerError(err) {
			return nil, first
		} else if err != nil {
			value = err
		}
		replies = append(replies, value)
	}
	return replies, nil
}

func (on pool) close() error { return on.Client.Close() }

type pubSub struct {
	*redis.PubSub
	owner *redis.Client
}

func subscribe(pattern, channel string) (subscription, error) {
	client := redis.NewClient(&redis.Options{Addr: address})
	from, err := client.Subscribe()
	if err != nil {
		return nil, err
	}
	if pattern != "" {
		if err = from.PSubscribe(pattern); err == nil {
			err = confirmed(from, "psubscribe")
		}
	}
	if channel != "" && err == nil {
		if err = from.Subscribe(channel); err == nil {
			err = confirmed(from, "subscribe")
		}
	}
	return pubSub{from, client}, err
}

func confirmed(from *redis.PubSub, kind string) error {
	found, err := from.Receive()
	if err != nil {
		return err
	}
	if got, is := found.(*redis.Subscription); !is || got.Kind != kind {
		return fmt.Errorf("%v instead of %s", found, kind)
	}
	return nil
}

func (from pubSub) next() (message, error) {
	found, err := from.ReceiveMessage()
	if err != nil {
		return message{}, err
	}
	return message{found.Pattern, found.Channel, found.Payload}, nil
}

func (from pubSub) leave() error {
	if err := from.Ping("here"); err != nil {
		return err
	}
	found, err := from.Receive()
	if pong, is := found.(*redis.Pong); err != nil || !is || pong.Payload != "here" {
		return fmt.Errorf("%v %v", found, err)
	}
	from.Unsubscribe("lead.created")
	if err := confirmed(from.PubSub, "unsubscribe"); err != nil {
		return err
	}
	from.PUnsubscribe("lead.*")
	if err := confirmed(from.PubSub, "punsubscribe"); err != nil {
		return err
	}
	// Outside of a subscription PING is answered PONG.
	if err := from.Ping(); err != nil {
		return err
	}
	found, err = from.Receive()
	if pong, is := found.(*redis.Pong); err != nil || !is || pong.Payload != "PONG" {
		return fmt.Errorf("%v %v", found, err)
	}
	return nil
}

func (from pubSub) close() error {
	from.PubSub.Close()
	return from.owner.Close()
}

func slowlog(on connection) {
	_, isList := must(on.do("SLOWLOG", "GET", "10")).([]reply)
	_, isNumber := must(on.do("SLOWLOG", "LEN")).(int64)
	demand(isList && isNumber, "other kinds of reply")
}

func monitor(connection) { panic(notOffered("go-redis 5 has no call for it")) }
