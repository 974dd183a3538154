package leadline

import (
	"context"
	"fmt"
)

// references is how many of a block's creations can be named.
const references = 9

// Block collects commands that happen whole or not at all.
type Block struct {
	names    []string
	requests [][]string
	err      error
}

// Run queues a command. It answers what names its creation in the commands behind it, "$1" to "$9",
// and nothing from the tenth on. What is wrong with the arguments is told by Client.Block.
func (b *Block) Run(name string, args ...any) string {
	words, err := request(name, args)
	if err != nil && b.err == nil {
		b.err = err
	}
	b.names = append(b.names, name)
	b.requests = append(b.requests, words)
	if len(b.names) > references {
		return ""
	}
	return fmt.Sprintf("$%d", len(b.names))
}

// Block runs the commands that fill queues as one and answers their replies, in order. A write that
// failed undoes all, which is a *BlockError; a read that found nothing has a Failure in its place.
func (c *Client) Block(ctx context.Context, fill func(*Block)) ([]Value, error) {
	block := &Block{}
	fill(block)
	if block.err != nil {
		return nil, block.err
	}
	connection, err := c.open(ctx)
	if err != nil {
		return nil, err
	}
	requests := append([][]string{{"MULTI"}}, block.requests...)
	replies, err := connection.send(append(requests, []string{"EXEC"})...)
	if err != nil {
		return nil, err
	}
	values := make([]Value, len(replies))
	for index, reply := range replies {
		if values[index], err = connection.wait(ctx, reply); err != nil {
			return nil, err
		}
	}
	return block.outcome(values)
}

// outcome is what the replies to MULTI, the commands and EXEC come to.
func (b *Block) outcome(values []Value) ([]Value, error) {
	last := values[len(values)-1]
	if last.Kind == Failure {
		for index, name := range b.names {
			if refused := values[index+1]; refused.Kind == Failure {
				return nil, failure(refused.Text, name)
			}
		}
		return nil, failure(last.Text, CmdExec)
	}
	for index, item := range last.Items {
		if item.Kind != Failure || commands[b.names[index]].kind != "write" {
			continue
		}
		if cause := failure(item.Text, b.names[index]); cause.Code != CodeAborted {
			return nil, &BlockError{Cause: cause, Replies: last.Items}
		}
	}
	return last.Items, nil
}
