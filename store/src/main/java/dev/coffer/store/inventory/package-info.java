/**
 * What an inventory is: which objects it is about, what it says of each, when it is due, and how
 * its files look. Knows no rows of objects and no clock; the job asks and writes.
 *
 * <p>Source: Amazon S3 User Guide, "Cataloging and analyzing your data with S3 Inventory".
 */
package dev.coffer.store.inventory;
