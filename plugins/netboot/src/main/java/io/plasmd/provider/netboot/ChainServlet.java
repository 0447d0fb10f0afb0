package io.plasmd.provider.netboot;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** The script that is the same for all: it sends a machine on to its directory, with what iPXE knows of it. */
final class ChainServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private static final String FACTS = "?uuid=${uuid}&arch=${arch}&buildarch=${buildarch}&platform=${platform}"
            + "&serial=${serial:uristring}&asset=${asset:uristring}&manufacturer=${manufacturer:uristring}"
            + "&product=${product:uristring}&hostname=${hostname:uristring}";

    private final transient NetbootSettings settings;
    private final transient Answers answers;

    ChainServlet(NetbootSettings settings, Answers answers) {
        this.settings = settings;
        this.answers = answers;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answers.text(response, "text/plain", script(new Servers(settings.servers()).order("", request)));
    }

    private String script(List<String> servers) {
        var out = new StringBuilder(IpxeScript.HEAD).append(IpxeScript.NETWORK);
        // The iPXE of a BIOS is built for i386, whatever the processor is; elsewhere there is no such command.
        out.append("cpuid --ext 29 && set arch x86_64 || set arch ${buildarch}\n");
        out.append("set attempt:int32 1\n");
        out.append(":again\n");
        for (String server : servers) {
            out.append("chain --replace ")
                    .append(server)
                    .append(settings.paths().machines());
            out.append("/${netX/mac:hexhyp}/boot.ipxe").append(FACTS).append(" ||\n");
        }
        out.append("iseq ${attempt} ").append(settings.attempts()).append(" && goto failed ||\n");
        out.append("inc attempt\n");
        out.append("sleep ").append(settings.pause().toSeconds()).append('\n');
        out.append("goto again\n");
        out.append(":failed\n");
        out.append("echo No server has a script for this machine.\n");
        return out.append(IpxeScript.commands(settings.fallback())).toString();
    }
}
