package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// ctl is tillctl on the demo's shop, while the window is open on it.
type ctl struct {
	ctx     context.Context
	program string
	shop    string
}

func (c *ctl) run(args ...string) ([]byte, error) {
	cmd := exec.CommandContext(c.ctx, c.program, append([]string{"--shop", c.shop}, args...)...)
	cmd.Stderr = os.Stderr
	data, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%v: %w\n%s", cmd.Args, err, data)
	}
	return data, nil
}

// lastSale is the receipt number of the journal's last sale, or "".
func (c *ctl) lastSale() (number string, err error) {
	journal, err := c.run("journal", "export", "--json")
	if err != nil {
		return "", err
	}
	for d := json.NewDecoder(bytes.NewReader(journal)); ; {
		var e struct {
			Payload struct {
				Sale *struct {
					Receipt string `json:"receipt"`
				} `json:"sale_completed"`
			} `json:"payload"`
		}
		switch err := d.Decode(&e); {
		case errors.Is(err, io.EOF):
			return number, nil
		case err != nil:
			return "", err
		}
		if e.Payload.Sale != nil {
			number = e.Payload.Sale.Receipt
		}
	}
}

// receipt leaves the receipt of the last sale beside the pictures, and proves
// that the journal holds.
func (c *ctl) receipt(out string) error {
	number, err := c.lastSale()
	if err != nil {
		return err
	}
	text, err := c.run("receipt", number, "--text")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "receipt.txt"), text, 0o644); err != nil {
		return err
	}
	pdf := filepath.Join(out, "receipt.pdf")
	if _, err := c.run("receipt", number, "--pdf", pdf); err != nil {
		return err
	}
	// The paper as a picture: poppler draws the PDF.
	png := exec.CommandContext(c.ctx, "pdftoppm", "-r", "150", "-png", "-singlefile", pdf, filepath.Join(out, "receipt"))
	png.Stderr = os.Stderr
	if err := png.Run(); err != nil {
		return fmt.Errorf("pdftoppm: %w", err)
	}
	verified, err := c.run("verify")
	if err != nil {
		return err
	}
	fmt.Printf("\n%s\nThe journal verifies: %sThe pictures and the receipt (txt, pdf, png) are in %s\n", text, verified, out)
	return nil
}
