// The scenario's connections with github.com/gomodule/redigo.
package main

import (
	"fmt"
	"strings"

	"github.com/gomodule/redigo/redis"
)

const version = "1.8.3"

var address string

type redigo struct{ redis.Conn }

func open() (connection, error) {
	conn, err := redis.Dial("tcp", address)
	return redigo{conn}, err
}

// redigo itself connects again only in a pool, which asks TestOnBorrow.
func again(on connection) (connection, error) {
	pool := &redis.Pool{Dial: func() (redis.Conn, error) { return redis.Dial("tcp", address) }}
	conn := pool.Get()
	return redigo{conn}, conn.Err()
}

func isServerError(err error) bool {
	_, is := err.(redis.Error)
	return is
}

// Bytes as text, in lists too.
func plain(value reply) reply {
	switch value := value.(type) {
	case []byte:
		return string(value)
	case []interface{}:
		list := make([]reply, len(value))
		for i, one := range value {
			list[i] = plain(one)
		}
		return list
	default:
		return value
	}
}

func anyOf(words []string) []interface{} {
	list := make([]interface{}, len(words))
	for i, word := range words {
		list[i] = word
	}
	return list
}

func (on redigo) do(words ...string) (reply, error) {
	found, err := on.Conn.Do(words[0], anyOf(words[1:])...)
	return plain(found), err
}

func (on redigo) batch(isBlock bool, commands [][]string) ([]reply, error) {
	if isBlock {
		on.Conn.Send("MULTI")
	}
	for _, words := range commands {
		on.Conn.Send(words[0], anyOf(words[1:])...)
	}
	if isBlock {
		return redis.Values(on.do("EXEC"))
	}
	// An empty Do flushes and reads all that is pending.
	return redis.Values(on.do(""))
}

func (on redigo) close() error { return on.Conn.Close() }

type redigoSubscription struct{ redis.PubSubConn }

func subscribe(pattern, channel string) (subscription, error) {
	conn, err := redis.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	from := redis.PubSubConn{Conn: conn}
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
	return redigoSubscription{from}, err
}

func confirmed(from redis.PubSubConn, kind string) error {
	switch found := from.Receive().(type) {
	case redis.Subscription:
		if found.Kind != kind {
			return fmt.Errorf("%s instead of %s", found.Kind, kind)
		}
		return nil
	case error:
		return found
	default:
		return fmt.Errorf("%v", found)
	}
}

func (from redigoSubscription) next() (message, error) {
	switch found := from.Receive().(type) {
	case redis.Message:
		return message{found.Pattern, found.Channel, string(found.Data)}, nil
	case error:
		return message{}, found
	default:
		return message{}, fmt.Errorf("%v", found)
	}
}

func (from redigoSubscription) leave() error {
	if err := from.Ping("here"); err != nil {
		return err
	}
	if pong, is := from.Receive().(redis.Pong); !is || pong.Data != "here" {
		return fmt.Errorf("%v", pong)
	}
	from.Unsubscribe()
	if err := confirmed(from.PubSubConn, "unsubscribe"); err != nil {
		return err
	}
	from.PUnsubscribe()
	if err := confirmed(from.PubSubConn, "punsubscribe"); err != nil {
		return err
	}
	_, err := from.Conn.Do("ECHO", "free")
	return err
}

func (from redigoSubscription) close() error { return from.Conn.Close() }

func slowlog(on connection) {
	entries := must(redis.SlowLogs(on.(redigo).Conn.Do("SLOWLOG", "GET", "10")))
	length := must(redis.Int(on.(redigo).Conn.Do("SLOWLOG", "LEN")))
	demand(len(entries) <= 10 && length >= 0, "%d of %d", len(entries), length)
}

func monitor(on connection) {
	watcher := must(redis.Dial("tcp", address))
	demand(must(watcher.Do("MONITOR")) == "OK", "no OK")
	must(on.do("ECHO", "seen-"+tag))
	for {
		line := must(redis.String(watcher.Receive()))
		if strings.Contains(line, `"ECHO" "seen-`+tag+`"`) {
			break
		}
	}
	must(0, watcher.Close())
}

