package io.plasmd.provider.netboot;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigOrigin;
import io.plasmd.provider.api.Endpoint;
import io.plasmd.provider.api.EndpointContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugin: off unless it is configured, and then nothing is done. */
public final class NetbootEndpoint implements Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(NetbootEndpoint.class);

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public String name() {
        return "netboot";
    }

    @Override
    public void start(EndpointContext context) {
        if (!context.config().getBoolean("enabled")) {
            return;
        }
        NetbootSettings settings = NetbootSettings.read(context);
        var rules = new CurrentRules(
                () -> read(context.config(), settings), settings.file(), settings.reloadInterval(), System::nanoTime);
        BootLog log = new UnrecordedBoots();
        var answers = new Answers(context);
        var releases = new Releases(context.catalog(), settings.arch());
        var known = new KnownFacts();
        var complaints = new Complaints(LOG, System::nanoTime);
        var scripts = new Scripts(settings, rules, new Planner(settings, releases, log), log, answers, complaints);

        NetbootSettings.Paths paths = settings.paths();
        for (String path : paths.scripts()) {
            context.mount(path, new ChainServlet(settings, answers));
        }
        context.mount(paths.grub() + "/*", new GrubServlet(settings, known, rules, scripts, answers));
        context.mount(paths.pxelinux() + "/*", new PxelinuxServlet(known, rules, scripts, answers));
        context.mount(
                paths.machines() + "/*",
                new MachineServlet(context, settings, known, rules, releases, scripts, answers, complaints));
        context.addHealthCheck("netboot_rules_in_force", rules::health);
        context.addStatus("netboot.groups", () -> rules.get().groups().size());
        context.addStatus("netboot.profiles", () -> rules.get().profiles().size());
    }

    /** The rules of the configuration and of the file as they are now. */
    private static Rules read(Config config, NetbootSettings settings) {
        var reader = new RulesReader(settings.templates(), settings.channel());
        reader.profiles(new Section("profiles", config.getObject("profiles"), reader.problems()));
        reader.groups(new Section("groups", config.getObject("groups"), reader.problems()));
        settings.file().ifPresent(file -> file.readInto(reader));
        ConfigOrigin origin = config.getValue("default-profile").origin();
        return reader.finish(config.getString("default-profile"), Section.place(origin));
    }

    @Override
    public void close() {}
}
