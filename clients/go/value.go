package leadline

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Kind says what a Value is.
type Kind string

// The kinds of values. Money, times and ids are Bulk; so is content that is not text.
const (
	Status  Kind = "status"
	Failure Kind = "error"
	Integer Kind = "integer"
	Double  Kind = "double"
	Bool    Kind = "bool"
	Null    Kind = "null"
	Bulk    Kind = "bulk"
	Text    Kind = "text"
	List    Kind = "list"
	Map     Kind = "map"
	push    Kind = "push"
)

// Value is one reply, or one part of a reply, with its kind. Amounts are in Text as the server wrote
// them; nothing is converted to a floating point number.
type Value struct {
	Kind Kind
	// Text is the text of everything that is no list, map or null.
	Text string
	// Items are the elements of a list; of a map its keys and values in turn.
	Items []Value
}

// IsNull tells whether there is nothing.
func (v Value) IsNull() bool { return v.Kind == Null }

// String is the text of a value; of a list its elements with blanks between them.
func (v Value) String() string {
	if len(v.Items) == 0 {
		return v.Text
	}
	parts := make([]string, len(v.Items))
	for index, item := range v.Items {
		parts[index] = item.String()
	}
	return strings.Join(parts, " ")
}

// Int is the number of an integer.
func (v Value) Int() (int64, error) {
	if v.Kind != Integer {
		return 0, fmt.Errorf("leadline: %s is no integer", v.Kind)
	}
	return strconv.ParseInt(v.Text, 10, 64)
}

// Get is the value of a map's field; null where there is none.
func (v Value) Get(name string) Value {
	if v.Kind == Map {
		for index := 0; index+1 < len(v.Items); index += 2 {
			if v.Items[index].Text == name {
				return v.Items[index+1]
			}
		}
	}
	return Value{Kind: Null}
}

// Page takes a page's reply apart: its rows, and the cursor of the next one, empty on the last.
func (v Value) Page() (rows []Value, next string, err error) {
	if v.Kind != List || len(v.Items) != 2 || v.Items[1].Kind != List {
		return nil, "", fmt.Errorf("leadline: %s is no page", v.Kind)
	}
	return v.Items[1].Items, v.Items[0].Text, nil
}

const (
	bulkLimit  = 512 << 20
	lineLimit  = 64 << 10
	depthLimit = 32
	// believed is for how many elements room is made before they have come.
	believed = 1024
)

var errProtocol = errors.New("leadline: the server does not speak RESP3")

// readValue reads one reply or push.
func readValue(in *bufio.Reader, depth int) (Value, error) {
	if depth > depthLimit {
		return Value{}, fmt.Errorf("%w: nested too deeply", errProtocol)
	}
	line, err := readLine(in)
	if err != nil {
		return Value{}, err
	}
	rest := line[1:]
	switch line[0] {
	case '+':
		return Value{Kind: Status, Text: rest}, nil
	case '-':
		return Value{Kind: Failure, Text: rest}, nil
	case ':', '(':
		return Value{Kind: Integer, Text: rest}, nil
	case ',':
		return Value{Kind: Double, Text: rest}, nil
	case '#':
		return Value{Kind: Bool, Text: rest}, nil
	case '_':
		return Value{Kind: Null}, nil
	case '$':
		return readBulk(in, Bulk, rest)
	case '=':
		return readBulk(in, Text, rest)
	case '*', '~':
		return readItems(in, List, rest, 1, depth)
	case '%':
		return readItems(in, Map, rest, 2, depth)
	case '>':
		return readItems(in, push, rest, 1, depth)
	}
	return Value{}, fmt.Errorf("%w: no reply begins with %q", errProtocol, line[0])
}

func readLine(in *bufio.Reader) (string, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		if err == nil {
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return "", err
		}
		if len(line) > lineLimit {
			return "", fmt.Errorf("%w: a line without end", errProtocol)
		}
	}
	if len(line) < 3 || line[len(line)-2] != '\r' {
		return "", fmt.Errorf("%w: a line does not end in CR LF", errProtocol)
	}
	return string(line[:len(line)-2]), nil
}

func readLength(text string) (int, error) {
	length, err := strconv.ParseUint(text, 10, 31)
	if err != nil || length > bulkLimit {
		return 0, fmt.Errorf("%w: %q is no length", errProtocol, text)
	}
	return int(length), nil
}

func readBulk(in *bufio.Reader, kind Kind, text string) (Value, error) {
	if text == "-1" {
		return Value{Kind: Null}, nil
	}
	length, err := readLength(text)
	if err != nil {
		return Value{}, err
	}
	var bytes strings.Builder
	if _, err = io.CopyN(&bytes, in, int64(length)+2); err != nil {
		return Value{}, err
	}
	content := bytes.String()
	if content[length:] != "\r\n" {
		return Value{}, fmt.Errorf("%w: a bulk string does not end where it should", errProtocol)
	}
	content = content[:length]
	if kind == Text {
		if length < 4 {
			return Value{}, fmt.Errorf("%w: a text without its kind", errProtocol)
		}
		content = content[4:]
	}
	return Value{Kind: kind, Text: content}, nil
}

func readItems(in *bufio.Reader, kind Kind, text string, width, depth int) (Value, error) {
	if text == "-1" {
		return Value{Kind: Null}, nil
	}
	length, err := readLength(text)
	if err != nil {
		return Value{}, err
	}
	length *= width
	room := length
	if room > believed {
		room = believed
	}
	items := make([]Value, 0, room)
	for len(items) < length {
		item, err := readValue(in, depth+1)
		if err != nil {
			return Value{}, err
		}
		items = append(items, item)
	}
	return Value{Kind: kind, Items: items}, nil
}
