package dev.coffer.kms.audit;

/**
 * The first place at which a log is not what was written.
 *
 * @param file its name
 * @param line in that file, counted from 1; 0 for the file as a whole
 * @param sentence what is wrong
 */
public record Break(String file, long line, Kind kind, String sentence) {
  /** What is wrong, in a word. */
  public enum Kind {
    /** A file between the first and the last is not there. */
    FILE_MISSING,
    /** It does not begin with the line that opens this file of this log. */
    NO_HEADER,
    /** It is the log of another installation. */
    OTHER_INSTALLATION,
    /** These bytes have not the shape of a line, or no newline ends them. */
    NO_LINE,
    /** Lines before this one are missing. */
    LINES_MISSING,
    /** This line has stood elsewhere, or is there a second time. */
    LINE_MOVED,
    /** This line was changed, or was written under another key. */
    LINE_CHANGED,
    /** The log ends before the line that the store keeps as its last. */
    CUT,
    /** This line is authentic, but it is not the one that the store keeps. */
    NOT_THE_KEPT_LINE,
    /** What the store keeps of the log is not authentic. */
    HEAD_NOT_AUTHENTIC,
    /** There are lines, and the store keeps no head of them. */
    HEAD_MISSING,
    /** The line that was asked for is not in the log. */
    NOT_INCLUDED
  }
}
