package leadline

import "context"

// Rows walks the rows of a list over all its pages.
//
//	rows := client.Rows(ctx, leadline.CmdLeadList, leadline.Keywords{"STATUS": "open"})
//	for rows.Next() {
//		fmt.Println(rows.Row().Get("id"))
//	}
//	if err := rows.Err(); err != nil { … }
type Rows struct {
	ctx    context.Context
	client *Client
	name   string
	args   []any
	page   []Value
	row    Value
	isLast bool
	err    error
}

// Rows begins a walk; the first page is asked for by Next.
func (c *Client) Rows(ctx context.Context, name string, args ...any) *Rows {
	return &Rows{ctx: ctx, client: c, name: name, args: args}
}

// Next goes to the next row; false behind the last one, and after an error.
func (r *Rows) Next() bool {
	// A page may be empty and have a next.
	for len(r.page) == 0 {
		if r.isLast || r.err != nil || !r.turn() {
			return false
		}
	}
	r.row, r.page = r.page[0], r.page[1:]
	return true
}

func (r *Rows) turn() bool {
	var value Value
	var next string
	if value, r.err = r.client.Run(r.ctx, r.name, r.args...); r.err != nil {
		return false
	}
	if r.page, next, r.err = value.Page(); r.err != nil {
		return false
	}
	r.isLast = next == ""
	r.args = with(r.args, "AFTER", next)
	return true
}

// Row is the row that Next went to.
func (r *Rows) Row() Value { return r.row }

// Err is what ended the walk; nil at its end.
func (r *Rows) Err() error { return r.err }
