package leadline

import (
	"errors"
	"fmt"
	"math/big"
	"sort"
	"strconv"
	"strings"
	"time"
)

// Keywords are a command's keywords and their values, as the last argument of a request. A value is a
// word; true for a flag; a slice of strings where the keyword may be repeated; Fields for those that
// take a name.
type Keywords map[string]any

// Fields are custom fields by name.
type Fields map[string]string

// keyword says how a keyword is given.
type keyword int

const (
	one keyword = iota
	many
	pairs
	flag
)

type command struct {
	kind, shape string
	keywords    map[string]keyword
}

// word is one value as one argument. There are no floating point numbers among them: amounts and
// rates are text.
func word(value any) (string, error) {
	switch value := value.(type) {
	case string:
		return value, nil
	case []byte:
		return string(value), nil
	case int:
		return strconv.Itoa(value), nil
	case int64:
		return strconv.FormatInt(value, 10), nil
	case *big.Int:
		return value.String(), nil
	case time.Time:
		return value.UTC().Format("2006-01-02T15:04:05Z"), nil
	case Value:
		if value.Kind == Bulk || value.Kind == Integer || value.Kind == Status {
			return value.Text, nil
		}
	}
	return "", fmt.Errorf("leadline: %T is no word; amounts and rates are text", value)
}

// request makes the words of a command.
func request(name string, args []any) ([]string, error) {
	command, found := commands[name]
	if !found {
		return nil, fmt.Errorf("leadline: there is no command %q", name)
	}
	words := strings.Split(name, " ")
	for index, arg := range args {
		keywords, are := arg.(Keywords)
		if !are {
			text, err := word(arg)
			if err != nil {
				return nil, err
			}
			words = append(words, text)
			continue
		}
		if index != len(args)-1 {
			return nil, errors.New("leadline: keywords come last")
		}
		more, err := keywordWords(name, command, keywords)
		if err != nil {
			return nil, err
		}
		words = append(words, more...)
	}
	return words, nil
}

func keywordWords(name string, command command, keywords Keywords) ([]string, error) {
	names := make([]string, 0, len(keywords))
	for each := range keywords {
		names = append(names, each)
	}
	// In one order always: a request can be read in a log beside another.
	sort.Strings(names)
	var words []string
	for _, each := range names {
		how, found := command.keywords[each]
		if !found {
			return nil, fmt.Errorf("leadline: %s has no keyword %s", name, each)
		}
		more, err := given(each, how, keywords[each])
		if err != nil {
			return nil, err
		}
		words = append(words, more...)
	}
	return words, nil
}

// given is what one keyword adds to a request.
func given(name string, how keyword, value any) ([]string, error) {
	switch value := value.(type) {
	case bool:
		if how != flag {
			return nil, fmt.Errorf("leadline: %s takes a value", name)
		}
		if value {
			return []string{name}, nil
		}
		return nil, nil
	case []string:
		if how != many {
			return nil, fmt.Errorf("leadline: %s takes one value", name)
		}
		var words []string
		for _, each := range value {
			words = append(words, name, each)
		}
		return words, nil
	case Fields:
		if how != pairs {
			return nil, fmt.Errorf("leadline: %s takes no name", name)
		}
		names := make([]string, 0, len(value))
		for each := range value {
			names = append(names, each)
		}
		sort.Strings(names)
		var words []string
		for _, each := range names {
			words = append(words, name, each, value[each])
		}
		return words, nil
	}
	if how == flag || how == pairs {
		return nil, fmt.Errorf("leadline: %s takes no single value", name)
	}
	text, err := word(value)
	return []string{name, text}, err
}

// with is the arguments with one more keyword.
func with(args []any, name string, value any) []any {
	keywords := Keywords{name: value}
	rest := args
	if len(args) > 0 {
		if old, are := args[len(args)-1].(Keywords); are {
			for each, value := range old {
				if each != name {
					keywords[each] = value
				}
			}
			rest = args[:len(args)-1]
		}
	}
	return append(append([]any{}, rest...), keywords)
}

// keywordOf is the value of a keyword among the arguments, nil where it is not given.
func keywordOf(args []any, name string) any {
	if len(args) == 0 {
		return nil
	}
	keywords, _ := args[len(args)-1].(Keywords)
	return keywords[name]
}
