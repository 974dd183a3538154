// The story of clients/EXAMPLE.md. usage: example HOST PORT, with a new and empty store
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"

	"leadline"
)

// K is short for the keywords of a command.
type K = leadline.Keywords

// story is one run; the first error ends it.
type story struct {
	host string
	port int
}

func main() {
	port, err := strconv.Atoi(os.Args[2])
	if err == nil {
		err = story{os.Args[1], port}.tell(context.Background())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func (s story) dial(ctx context.Context, user, token string) (*leadline.Client, error) {
	return leadline.Dial(ctx, leadline.Options{Host: s.host, Port: s.port, User: user, Token: token})
}

// caller runs commands until one fails, and remembers the error.
type caller struct {
	ctx    context.Context
	client *leadline.Client
	err    *error
}

func (c caller) run(name string, args ...any) leadline.Value {
	if *c.err != nil {
		return leadline.Value{}
	}
	value, err := c.client.Run(c.ctx, name, args...)
	*c.err = err
	return value
}

// failure is what an error is known by: its code, and the id of what is in the way.
func failure(err error) string {
	var refused *leadline.Error
	if !errors.As(err, &refused) {
		return fmt.Sprint(err)
	}
	if id := refused.ID(); id != "" {
		return string(refused.Code) + " " + id
	}
	return string(refused.Code)
}

func (s story) tell(ctx context.Context) (err error) {
	first, err := s.dial(ctx, "", "")
	if err != nil {
		return err
	}
	defer first.Close()
	house := caller{ctx, first, &err}
	house.run(leadline.CmdUserNew, "root", K{"ROLE": "admin"})
	fayToken := house.run(leadline.CmdUserNew, "fay", K{"ROLE": "finance"})
	partner := house.run(leadline.CmdPartnerNew,
		K{"NAME": "Northwind Payroll", "EMAIL": "desk@northwind.example"})
	piaToken := house.run(leadline.CmdUserNew, "pia", K{"ROLE": "partner", "PARTNER": partner})
	house.run(leadline.CmdCoverAdd, partner, K{"SERVICE": "payroll", "AREA": "US"})
	referrer := house.run(leadline.CmdReferrerNew,
		K{"KIND": "contact", "NAME": "Rita Reed", "RATE": "10%"})
	if err != nil {
		return err
	}
	fmt.Printf("partner %s covers payroll in US\n", partner)

	lead, err := s.takeLead(ctx, first, referrer)
	if err != nil {
		return err
	}
	if err = s.partnerWorks(ctx, piaToken.Text, lead); err != nil {
		return err
	}
	if err = s.money(house, fayToken.Text, lead, referrer); err != nil {
		return err
	}
	rows := first.Rows(ctx, leadline.CmdEvents, K{"OF": lead, "LIMIT": 2, "COLUMNS": "seq,type"})
	for rows.Next() {
		fmt.Println(rows.Row().Get("seq"), rows.Row().Get("type"))
	}
	return rows.Err()
}

func (s story) takeLead(
	ctx context.Context, house *leadline.Client, referrer leadline.Value,
) (lead leadline.Value, err error) {
	ann := K{
		"EMAIL": "ann@acme.example", "NAME": "Ann Lee", "COMPANY": "Acme", "SERVICE": "payroll",
		"ZIP": "90210", "VALUE": "1200", "REFERRER": referrer, "IDEM": "example-1",
	}
	if lead, err = house.Once(ctx, leadline.CmdLeadNew, ann); err != nil {
		return lead, err
	}
	again, err := house.Once(ctx, leadline.CmdLeadNew, ann)
	if err != nil {
		return lead, err
	}
	fmt.Printf("lead %s\nlead %s again, by its key\n", lead, again)
	_, taken := house.Run(ctx, leadline.CmdLeadNew,
		K{"EMAIL": "Ann Lee <ANN+web@acme.example>", "SERVICE": "payroll"})
	fmt.Println(failure(taken))
	values, err := house.Block(ctx, func(block *leadline.Block) {
		block.Run(leadline.CmdAssign, lead, "AUTO")
		block.Run(leadline.CmdRelease, lead)
	})
	if err != nil {
		return lead, err
	}
	fmt.Printf("assigned to %s, version %s\n", values[0], values[1])
	return lead, nil
}

func (s story) partnerWorks(ctx context.Context, token string, lead leadline.Value) error {
	client, err := s.dial(ctx, "pia", token)
	if err != nil {
		return err
	}
	defer client.Close()
	pia := caller{ctx, client, &err}
	pia.run(leadline.CmdAccept, lead)
	status := pia.run(leadline.CmdStatus, lead, "contacted")
	if err != nil {
		return err
	}
	fmt.Printf("%s; next: %s\n", status.Get("status"), status.Get("next"))
	_, refused := client.Run(ctx, leadline.CmdPartnerList)
	fmt.Println(failure(refused))
	return nil
}

func (s story) money(house caller, fayToken string, lead, referrer leadline.Value) (err error) {
	const amount = "1150.50"
	sale := house.run(leadline.CmdSaleNew, lead, K{"AMOUNT": amount, "IDEM": "example-2"})
	won := house.run(leadline.CmdLeadGet, lead)
	if *house.err != nil {
		return *house.err
	}
	fmt.Printf("sale %s of %s %s, the lead is %s\n", sale, amount, won.Get("currency"), won.Get("status"))

	client, err := s.dial(house.ctx, "fay", fayToken)
	if err != nil {
		return err
	}
	defer client.Close()
	fay := caller{house.ctx, client, &err}
	approved := fay.run(leadline.CmdSaleApprove, sale)
	if err != nil {
		return err
	}
	bonuses, _, err := approved.Page()
	if err != nil {
		return err
	}
	bonus := bonuses[0]
	fmt.Printf("bonus %s of %s for %s is %s\n",
		bonus.Get("id"), bonus.Get("amount"), bonus.Get("earner"), bonus.Get("state"))
	fay.run(leadline.CmdBonusComplete, bonus.Get("id"))
	house.run(leadline.CmdBonusApprove, bonus.Get("id"))
	balance := house.run(leadline.CmdBalance, referrer)
	if err != nil || *house.err != nil {
		return fmt.Errorf("%v %v", err, *house.err)
	}
	balances, _, err := balance.Page()
	if err != nil {
		return err
	}
	fmt.Printf("balance of %s: earned %s due %s %s\n", referrer, balances[0].Get("earned"),
		balances[0].Get("due"), balances[0].Get("currency"))
	return nil
}
