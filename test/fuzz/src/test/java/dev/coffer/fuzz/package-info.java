/**
 * Arbitrary bytes into everything that reads bytes from outside the process: requests from the
 * network, rows and files from the disk. Whatever comes in, only the exceptions that the reader
 * declares may come out, and what does come out must be readable again.
 *
 * <p>In the build each test runs over its small corpus, beside the tests under {@code
 * src/test/resources}, in a folder named by class and method. {@code test/fuzz/run} searches for
 * more with Jazzer proper: it keeps small inputs that reach something new, and every input that
 * fails, which then fails the build.
 *
 * <p>Tests of readers that are private to a package stand in a package of that name.
 */
package dev.coffer.fuzz;
