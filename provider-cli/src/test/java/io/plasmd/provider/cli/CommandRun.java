package io.plasmd.provider.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command inside this process. */
record CommandRun(int status, String out, String err) {

    static CommandRun of(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Main.commandLine(args)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
        return new CommandRun(status, out.toString(), err.toString());
    }
}
