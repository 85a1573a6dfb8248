package serial

// Port is a serial port that a person may choose in Settings.
type Port struct {
	Path  string // what to put into transport.Serial.Port
	Label string // what the maker calls the device, or the bare port's name
}
