package org.netchestra.shell;

import java.io.PrintStream;
import java.util.List;
import javax.json.JsonStructure;
import javax.json.JsonValue;
import org.apache.karaf.shell.support.CommandException;

/**
 * A report on things of one kind: an array in JSON, a table for people.
 *
 * @param <T> the kind
 */
abstract class ListCommand<T> extends ReportCommand {

    @Override
    final JsonStructure json() throws CommandException {
        return Json.array(chosen(), this::json);
    }

    @Override
    final void print(PrintStream out) throws CommandException {
        table(chosen()).print(out, noFormat);
    }

    /** What the arguments and options ask for, in the order of the rows. */
    abstract List<T> chosen() throws CommandException;

    abstract JsonValue json(T one);

    abstract Table table(List<T> chosen);
}
