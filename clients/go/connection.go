package leadline

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strconv"
	"sync"
	"time"
)

// connection is one socket: requests go out in order, and so do the replies come in.
type connection struct {
	socket net.Conn
	onPush func([]Value)
	// patience is for how long a reply is waited for while nothing at all comes; 0 without bound.
	patience time.Duration

	// sending orders the requests; it is held while bytes are written.
	sending sync.Mutex

	// guard is for what follows; it is never held for long.
	guard   sync.Mutex
	waiting []chan Value
	fault   error
	ended   chan struct{}
}

// dial opens a socket, with TLS where there is a configuration for it.
func dial(ctx context.Context, address string, security *tls.Config, patience time.Duration, onPush func([]Value)) (*connection, error) {
	var socket net.Conn
	var err error
	if security == nil {
		socket, err = (&net.Dialer{}).DialContext(ctx, "tcp", address)
	} else {
		socket, err = (&tls.Dialer{Config: security}).DialContext(ctx, "tcp", address)
	}
	if err != nil {
		return nil, lost(err)
	}
	c := &connection{socket: socket, onPush: onPush, patience: patience, ended: make(chan struct{})}
	go c.receive()
	return c, nil
}

// appendRequest writes the words as an array of bulk strings.
func appendRequest(bytes []byte, words []string) []byte {
	bytes = append(strconv.AppendInt(append(bytes, '*'), int64(len(words)), 10), "\r\n"...)
	for _, word := range words {
		bytes = append(strconv.AppendInt(append(bytes, '$'), int64(len(word)), 10), "\r\n"...)
		bytes = append(append(bytes, word...), "\r\n"...)
	}
	return bytes
}

// send writes the requests in one piece; the replies come out of the channels it answers.
func (c *connection) send(requests ...[]string) ([]chan Value, error) {
	var bytes []byte
	replies := make([]chan Value, len(requests))
	for index, words := range requests {
		bytes = appendRequest(bytes, words)
		replies[index] = make(chan Value, 1)
	}
	c.sending.Lock()
	defer c.sending.Unlock()
	c.guard.Lock()
	fault, wasIdle := c.fault, len(c.waiting) == 0
	if fault == nil {
		c.waiting = append(c.waiting, replies...)
		if wasIdle {
			c.extend(true)
		}
	}
	c.guard.Unlock()
	if fault != nil {
		return nil, fault
	}
	if _, err := c.socket.Write(bytes); err != nil {
		c.end(err)
		return nil, lost(err)
	}
	return replies, nil
}

// wait is the reply that comes out of the channel. When the context ends first the reply is dropped
// when it comes, and the connection goes on.
func (c *connection) wait(ctx context.Context, reply chan Value) (Value, error) {
	select {
	case value := <-reply:
		return value, nil
	case <-ctx.Done():
		return Value{}, ctx.Err()
	case <-c.ended:
	}
	select {
	case value := <-reply: // It came, and then the end.
		return value, nil
	default:
		c.guard.Lock()
		defer c.guard.Unlock()
		return Value{}, c.fault
	}
}

// ask sends one request and waits; an error reply is an error.
func (c *connection) ask(ctx context.Context, words ...string) (Value, error) {
	replies, err := c.send(words)
	if err != nil {
		return Value{}, err
	}
	value, err := c.wait(ctx, replies[0])
	if err == nil && value.Kind == Failure {
		return Value{}, failure(value.Text, words[0])
	}
	return value, err
}

func (c *connection) isOpen() bool {
	c.guard.Lock()
	defer c.guard.Unlock()
	return c.fault == nil
}

func (c *connection) receive() {
	in := bufio.NewReaderSize(c.socket, 64<<10)
	for {
		value, err := readValue(in, 0)
		if err == nil {
			err = c.deliver(value)
		}
		if err != nil {
			c.end(err)
			return
		}
	}
}

func (c *connection) deliver(value Value) error {
	if value.Kind == push {
		if c.onPush != nil {
			c.onPush(value.Items)
		}
		return nil
	}
	c.guard.Lock()
	defer c.guard.Unlock()
	if len(c.waiting) == 0 {
		return errors.New(value.Text)
	}
	c.waiting[0] <- value
	c.waiting = c.waiting[1:]
	c.extend(len(c.waiting) > 0)
	return nil
}

// extend moves the moment at which the wait for a reply is given up; the guard is held.
func (c *connection) extend(isAwaited bool) {
	if c.patience == 0 {
		return
	}
	var moment time.Time
	if isAwaited {
		moment = time.Now().Add(c.patience)
	}
	_ = c.socket.SetReadDeadline(moment)
}

// end closes the socket; what waits for a reply fails.
func (c *connection) end(cause error) {
	c.guard.Lock()
	defer c.guard.Unlock()
	if c.fault != nil {
		return
	}
	c.fault = lost(cause)
	c.waiting = nil
	_ = c.socket.Close()
	close(c.ended)
}

func (c *connection) close() { c.end(fmt.Errorf("closed here")) }
