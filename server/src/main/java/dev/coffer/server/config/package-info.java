/**
 * How the house is built: flags, the data folder, the first run, certificates, and {@link
 * dev.coffer.server.config.Main}, which wires everything top-down. The one room that asks the
 * clock, the environment and the process.
 */
package dev.coffer.server.config;
