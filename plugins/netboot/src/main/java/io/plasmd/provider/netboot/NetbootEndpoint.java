package io.plasmd.provider.netboot;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import io.plasmd.provider.api.Endpoint;
import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.api.Mount;
import io.plasmd.provider.netboot.boots.BootSettings;
import io.plasmd.provider.netboot.boots.Boots;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugin: off unless it is configured, and then nothing is done. */
public final class NetbootEndpoint implements Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(NetbootEndpoint.class);

    private @Nullable Boots boots;

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
        Boots account = Boots.open(context.dataDirectory(), bootSettings(context.config()), context.clock());
        boots = account;
        BootLog log = new RecordedBoots(account);
        var answers = new Answers(context);
        var canaries = new Canaries(log, LOG::warn);
        var releases = new Releases(context.catalog(), canaries, settings.arch());
        var known = new KnownFacts();
        var complaints = new Complaints(line -> LOG.warn("{}", line), System::nanoTime);
        var scripts = new Scripts(settings, rules, new Planner(settings, releases, log), log, answers, complaints);

        NetbootSettings.Paths paths = settings.paths();
        for (String path : paths.scripts()) {
            context.mount(path, new ChainServlet(settings, answers));
        }
        context.mount(paths.grub() + "/*", new GrubServlet(settings, known, rules, scripts, answers));
        context.mount(paths.pxelinux() + "/*", new PxelinuxServlet(known, rules, scripts, answers));
        context.mount(
                Mount.at(paths.machines() + "/*").accepting(MachineWord.LARGEST, "POST"),
                new MachineServlet(
                        context,
                        settings,
                        known,
                        rules,
                        releases,
                        scripts,
                        answers,
                        complaints,
                        new MachineWord(account, answers)));
        var dryRun = new DryRun(log);
        context.mount(
                Mount.at(ExplainServlet.PATH).forOperations(),
                new ExplainServlet(
                        known,
                        rules,
                        log,
                        new Scripts(
                                settings, rules, new Planner(settings, releases, dryRun), dryRun, answers, complaints),
                        answers));
        context.onDownload(account::downloaded);
        context.addSection("Machines", new MachineTable(account)::table);
        context.addStatus("netboot.machines", () -> BootMetrics.states(account));
        BootMetrics.register(context.metrics(), account);
        context.addHealthCheck("netboot_rules_in_force", rules::health);
        context.addStatus("netboot.canaries", () -> canaries.status(rules.get()));
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

    private static BootSettings bootSettings(Config config) {
        Duration timeout = config.getDuration("boots.timeout");
        int machines = config.getInt("boots.machines");
        int unknown = config.getInt("boots.unknown-machines");
        if (timeout.isZero()) {
            throw new ConfigException.BadValue(
                    config.getValue("boots.timeout").origin(), "boots.timeout", "expected more than nothing");
        }
        if (machines < 1 || unknown < 1) {
            String key = machines < 1 ? "boots.machines" : "boots.unknown-machines";
            throw new ConfigException.BadValue(config.getValue(key).origin(), key, "expected 1 at least");
        }
        return new BootSettings(timeout, machines, unknown);
    }

    @Override
    public void close() {
        if (boots != null) {
            boots.close();
        }
    }
}
