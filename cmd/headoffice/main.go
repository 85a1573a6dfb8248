// Command headoffice is where the tills of a chain meet.
//
//	headoffice serve --data DIR [--db postgres://...] [--listen 127.0.0.1:8443]
//	headoffice enrol-code --data DIR --till "Kasse 1"
package main

import "os"

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }
