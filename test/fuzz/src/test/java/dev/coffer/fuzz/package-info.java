/**
 * Arbitrary bytes into everything that reads bytes from outside the process: requests from the
 * network, rows and files from the disk. Whatever comes in, only the exceptions that the reader
 * declares may come out, and what does come out must be readable again.
 *
 * <p>In the build each test runs over its small corpus, beside the tests under {@code
 * src/test/resources}, in a folder named by class and method. To search for more, one test at a
 * time: {@code JAZZER_FUZZ=1 mvn -pl test/fuzz -am test -Dtest=XmlFuzzTest
 * -Dsurefire.failIfNoSpecifiedTests=false}. It runs for five minutes, or as long as the
 * annotation's {@code maxDuration} says; what it finds is written beside the corpus and fails the
 * build from then on. New inputs gather in {@code .cifuzz-corpus}, which is not committed.
 *
 * <p>Tests of readers that are private to a package stand in a package of that name.
 */
package dev.coffer.fuzz;
