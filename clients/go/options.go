package leadline

import (
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"
)

// Options say where the server is and who logs in. What is left out comes from the environment:
// LEADLINE_HOST, LEADLINE_PORT, LEADLINE_USER, LEADLINE_TOKEN, LEADLINE_TOKEN_FILE.
type Options struct {
	Host string
	Port int
	User string
	// Token is shown by no way of printing.
	Token string
	// TokenFile is a file that holds the token and that only its owner may read.
	TokenFile string
	// TLS has the connection secured.
	TLS *tls.Config
	// Name is what CLIENT LIST shows.
	Name string
	// ReplyTimeout is for how long a connection may be silent while replies are awaited: a minute
	// unless given, without bound below zero.
	ReplyTimeout time.Duration
}

const (
	plainPort      = 5323
	tlsPort        = 5324
	patienceUnless = time.Minute
)

// String leaves the token out.
func (o Options) String() string { return fmt.Sprintf("leadline %s:%d", o.Host, o.Port) }

// GoString leaves the token out.
func (o Options) GoString() string { return o.String() }

// settled is the options with what the environment has.
func (o Options) settled(variable func(string) string) (Options, error) {
	fill := func(text *string, name, otherwise string) {
		if *text == "" {
			*text = variable(name)
		}
		if *text == "" {
			*text = otherwise
		}
	}
	fill(&o.Host, "LEADLINE_HOST", "127.0.0.1")
	fill(&o.User, "LEADLINE_USER", "default")
	if o.Name == "" {
		o.Name = "leadline-go"
	}
	if o.ReplyTimeout == 0 {
		o.ReplyTimeout = patienceUnless
	}
	if o.ReplyTimeout < 0 {
		o.ReplyTimeout = 0
	}
	if o.Token == "" && o.TokenFile == "" {
		o.Token = variable("LEADLINE_TOKEN")
	}
	if o.Token == "" {
		fill(&o.TokenFile, "LEADLINE_TOKEN_FILE", "")
	}
	var err error
	if o.Token == "" && o.TokenFile != "" {
		o.Token, err = readToken(o.TokenFile)
	}
	if err != nil {
		return o, err
	}
	return o, o.settlePort(variable("LEADLINE_PORT"))
}

func (o *Options) settlePort(text string) error {
	switch {
	case o.Port != 0:
	case text != "":
		o.Port, _ = strconv.Atoi(text)
	case o.TLS != nil:
		o.Port = tlsPort
	default:
		o.Port = plainPort
	}
	if o.Port < 1 || o.Port > 65535 {
		return fmt.Errorf("leadline: the port is no number from 1 to 65535")
	}
	return nil
}

func (o Options) address() string { return net.JoinHostPort(o.Host, strconv.Itoa(o.Port)) }

func readToken(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return "", fmt.Errorf("leadline: others may read %s: chmod 600 it", path)
	}
	text, err := os.ReadFile(path)
	return strings.TrimSpace(string(text)), err
}
