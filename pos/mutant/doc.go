// Package mutant breaks, in a build with the tag mutants, one rule of the rights at
// a time: the simulator must find each, or it proves nothing (sync/simtest). In
// any other build each is the constant false, and the compiler leaves it out.
package mutant
