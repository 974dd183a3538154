package leadline

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Code is what a failed command is known by. It is an error, so that errors.Is(err, CodeExists) asks
// for it.
type Code string

func (c Code) Error() string { return string(c) }

// ErrLost is found in every error of a connection that ended: whether the request was carried out is
// not known.
var ErrLost = errors.New("leadline: the connection is lost")

// Error is a reply "-CODE message". Branch on the code; the message is for people and may change.
type Error struct {
	Code    Code
	Message string
	// Command is the name of what failed.
	Command string
}

func failure(text, command string) *Error {
	code, message, _ := strings.Cut(text, " ")
	return &Error{Code: Code(code), Message: message, Command: command}
}

func (e *Error) Error() string { return fmt.Sprintf("%s %s", e.Code, e.Message) }

// Is tells whether the target is this error's code.
func (e *Error) Is(target error) bool { return target == e.Code }

// Field is the field at fault, empty where no single one is.
func (e *Error) Field() string {
	if e.Code != CodeInvalid {
		return ""
	}
	field, _, _ := strings.Cut(e.Message, ":")
	return field
}

var idWord = regexp.MustCompile(`^[A-Z]+[0-9]+$`)

// ID is what is in the way, empty where the caller may not know it.
func (e *Error) ID() string {
	word, _, _ := strings.Cut(e.Message, " ")
	if (e.Code == CodeExists || e.Code == CodeConflict) && idWord.MatchString(word) {
		return word
	}
	return ""
}

// BlockError is a block that was undone: the error of the command at fault, and every reply.
type BlockError struct {
	Cause   *Error
	Replies []Value
}

func (e *BlockError) Error() string { return e.Cause.Error() }

// Unwrap is the error of the command at fault.
func (e *BlockError) Unwrap() error { return e.Cause }

func lost(cause error) error {
	if errors.Is(cause, ErrLost) {
		return cause
	}
	return fmt.Errorf("%w: %v", ErrLost, cause)
}

// isPassing tells whether the same request with the same key may be sent again.
func isPassing(err error) bool {
	for _, each := range []error{ErrLost, CodeTryagain, CodeUncertain, CodeShutdown} {
		if errors.Is(err, each) {
			return true
		}
	}
	return false
}
