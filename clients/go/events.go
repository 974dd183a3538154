package leadline

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"
)

// wait is for how long one EVENTS waits at the server: shorter than what firewalls forget
// connections in.
const wait = 25 * time.Second

// Event is one event. It may come more than once; Seq tells which it is.
type Event struct {
	Seq                           int64
	At, Type, Subject, Ref, Actor string
	Version                       int64
	// Data is a JSON object: the fields of what was created, or of each changed one [before, after].
	Data json.RawMessage
}

// EventOptions say which events are read, and from where.
type EventOptions struct {
	// Cursor is the name under which the server keeps this consumer's place.
	Cursor string
	// After is where to begin without a cursor, a seq; behind the newest event unless given.
	After string
	// Filters are TYPE, OF and NOT as of EVENTS.
	Filters Keywords
}

// Events reads events as they happen, on a connection of its own and over lost ones.
//
//	events := client.Events(ctx, leadline.EventOptions{Cursor: "mailer"})
//	defer events.Close()
//	for events.Next() {
//		handle(events.Event())
//	}
//
// With a cursor the place is kept when the events before it have been dealt with, which is when Next is
// called again: each comes at least once.
type Events struct {
	ctx     context.Context
	client  *Client
	options EventOptions
	current *connection
	after   string
	kept    string
	rows    []Value
	event   Event
	err     error
}

// Events begins to read; the context ends it.
func (c *Client) Events(ctx context.Context, options EventOptions) *Events {
	after := options.After
	if after == "" && options.Cursor == "" {
		after = "now"
	}
	if options.Cursor != "" {
		after = ""
	}
	return &Events{ctx: ctx, client: c, options: options, after: after}
}

// Next waits for the next event; false when the context ended, or an error that waiting does not mend.
func (e *Events) Next() bool {
	for failures := 0; e.err == nil && len(e.rows) == 0; {
		err := e.read()
		switch {
		case err == nil:
			failures = 0
		case e.ctx.Err() != nil:
			e.err = e.ctx.Err()
		case isPassing(err):
			e.disconnect()
			e.err = pause(e.ctx, failures)
			failures++
		default:
			e.err = err
		}
	}
	if e.err != nil {
		return false
	}
	e.event, e.err = event(e.rows[0])
	e.rows = e.rows[1:]
	return e.err == nil
}

// Event is what Next has read.
func (e *Events) Event() Event { return e.event }

// Err is what ended the reading; nil where the context did.
func (e *Events) Err() error {
	if errors.Is(e.err, context.Canceled) || errors.Is(e.err, context.DeadlineExceeded) {
		return nil
	}
	return e.err
}

// Close ends the connection. The place of a cursor stays where it was last kept.
func (e *Events) Close() { e.disconnect() }

func (e *Events) disconnect() {
	if e.current != nil {
		e.current.close()
		e.current = nil
	}
}

// read keeps the place and asks for the next rows.
func (e *Events) read() error {
	if e.current == nil {
		var err error
		if e.current, err = e.client.dial(e.ctx, 2*wait); err != nil {
			return err
		}
	}
	if err := e.settle(); err != nil {
		return err
	}
	words, err := request(CmdEvents, []any{e.place()})
	if err != nil {
		return err
	}
	value, err := e.current.ask(e.ctx, words...)
	if err != nil {
		return err
	}
	rows, next, err := value.Page()
	if err != nil {
		return err
	}
	e.rows = rows
	if next != "" {
		e.after = next
	} else if len(rows) > 0 {
		e.after = rows[len(rows)-1].Get("seq").Text
	}
	return nil
}

func (e *Events) place() Keywords {
	keywords := Keywords{"AFTER": e.after, "BLOCK": int(wait / time.Millisecond)}
	for name, value := range e.options.Filters {
		keywords[name] = value
	}
	return keywords
}

// settle finds out where to begin, and keeps the place that has been reached.
func (e *Events) settle() error {
	switch {
	case e.after == "now":
		return e.newest()
	case e.options.Cursor == "":
		return nil
	case e.after == "":
		return e.resume()
	case e.kept != e.after:
		if _, err := e.current.ask(e.ctx, CmdCursorSet, e.options.Cursor, e.after); err != nil {
			return err
		}
		e.kept = e.after
	}
	return nil
}

// newest is behind the newest event, which the house is told; others begin with the next one.
func (e *Events) newest() error {
	head, err := e.current.ask(e.ctx, CmdAuditHead)
	if errors.Is(err, CodeNoperm) {
		return nil
	}
	if err != nil {
		return err
	}
	e.after = head.Get("seq").Text
	return nil
}

func (e *Events) resume() error {
	place, err := e.current.ask(e.ctx, CmdCursorGet, e.options.Cursor)
	if err != nil {
		return err
	}
	if place.IsNull() {
		place.Text = "0"
		if _, err = e.current.ask(e.ctx, CmdCursorSet, e.options.Cursor, "0"); err != nil {
			return err
		}
	}
	e.after, e.kept = place.Text, place.Text
	return nil
}

func event(row Value) (Event, error) {
	seq, err := strconv.ParseInt(row.Get("seq").Text, 10, 64)
	if err != nil {
		return Event{}, err
	}
	version, err := strconv.ParseInt(row.Get("version").Text, 10, 64)
	return Event{
		Seq: seq, At: row.Get("at").Text, Type: row.Get("type").Text,
		Subject: row.Get("subject").Text, Ref: row.Get("ref").Text, Actor: row.Get("actor").Text,
		Version: version, Data: json.RawMessage(row.Get("data").Text),
	}, err
}
