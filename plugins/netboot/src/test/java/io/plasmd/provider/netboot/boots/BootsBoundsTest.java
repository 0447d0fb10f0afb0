package io.plasmd.provider.netboot.boots;

import static io.plasmd.provider.netboot.boots.BootsFixture.ADDRESS;
import static io.plasmd.provider.netboot.boots.BootsFixture.CHOICE;
import static io.plasmd.provider.netboot.boots.BootsFixture.KERNEL;
import static io.plasmd.provider.netboot.boots.BootsFixture.machine;
import static io.plasmd.provider.netboot.boots.BootsFixture.unknown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever invents machines, or texts, fills neither memory nor disk, and takes nobody's place. */
@Timeout(60)
final class BootsBoundsTest {
    private static final BootSettings FEW = new BootSettings(Duration.ofMinutes(10), 20, 10);

    @TempDir
    private Path directory;

    @Test
    void inventedMachinesThatNoRuleNamesTakeThePlacesOfEachOther() {
        try (var fixture = new BootsFixture(directory, FEW, Output::open)) {
            fixture.begin();
            for (int i = 0; i < 1_000; i++) {
                fixture.boots().begin(unknown("02:00:00:00:%02x:%02x".formatted(i / 256, i % 256)), CHOICE, ADDRESS);
            }
            assertEquals(11, fixture.boots().count(Filter.ALL));
            assertEquals(State.SCRIPT, fixture.last().state());
            assertTrue(fixture.boots().last("02:00:00:00:03:e7").isPresent());
        }
    }

    @Test
    void inventedMachinesDoNotDisplaceUnknownOnesThatHaveBooted() throws Exception {
        try (var fixture = new BootsFixture(directory, FEW, Output::open)) {
            Machine installed = unknown("52:54:00:00:00:01");
            Ticket ticket = fixture.boots().begin(installed, CHOICE, ADDRESS);
            fixture.loaded(KERNEL, ticket);
            fixture.boots().done(installed.id(), ticket.token(), Optional.empty(), ADDRESS);
            for (int i = 0; i < 1_000; i++) {
                fixture.boots().begin(unknown("02:00:00:00:%02x:%02x".formatted(i / 256, i % 256)), CHOICE, ADDRESS);
            }
            assertEquals(
                    State.UP, fixture.boots().last(installed.id()).orElseThrow().state());
        }
    }

    @Test
    void whoOnlyLooksAtScriptsFailsNoVersion() throws Exception {
        try (var fixture = new BootsFixture(directory, FEW, Output::open)) {
            for (int i = 0; i < 5; i++) {
                fixture.boots().begin(machine("52:54:00:00:00:%02x".formatted(i)), CHOICE, ADDRESS);
            }
            fixture.clock.goOn(Duration.ofDays(1));
            assertEquals(5, fixture.boots().count(Filter.of(State.TIMED_OUT)));
            assertEquals(0, fixture.boots().count(CHOICE.profile(), CHOICE.version(), State.TIMED_OUT));
        }
    }

    @Test
    void inventedMachinesThatARuleTakesDoNotDisplaceOnesThatHaveBooted() throws Exception {
        try (var fixture = new BootsFixture(directory, FEW, Output::open)) {
            for (int i = 0; i < 15; i++) {
                Machine machine = machine("52:54:00:00:00:%02x".formatted(i));
                Ticket ticket = fixture.boots().begin(machine, CHOICE, ADDRESS);
                fixture.loaded(KERNEL, ticket);
                fixture.boots().done(machine.id(), ticket.token(), Optional.empty(), ADDRESS);
            }
            for (int i = 0; i < 100; i++) {
                fixture.boots().begin(machine("02:00:00:00:00:%02x".formatted(i)), CHOICE, ADDRESS);
            }
            assertEquals(15, fixture.boots().count(Filter.of(State.UP)));
            assertEquals(20, fixture.boots().count(Filter.ALL));
            fixture.restart();
            assertEquals(15, fixture.boots().count(Filter.of(State.UP)));
            assertEquals(20, fixture.boots().count(Filter.ALL));
        }
    }

    @Test
    void scriptsAskedForAgainAndAgainDoNotFillTheDisk() throws Exception {
        try (var fixture = new BootsFixture(directory, FEW, Output::open)) {
            var facts = new LinkedHashMap<String, String>();
            for (int i = 0; i < 100; i++) {
                facts.put("fact-" + i, "x".repeat(10_000));
            }
            var machine = new Machine(BootsFixture.MAC, facts, true);
            assertEquals(Machine.FACTS, machine.facts().size());
            for (int i = 0; i < 2_000; i++) {
                fixture.boots().begin(machine, CHOICE, ADDRESS);
                fixture.boots().settle();
            }
            assertTrue(Files.size(directory.resolve(Journal.NAME)) < 5 << 20);
            fixture.restart();
            assertEquals(
                    "x".repeat(Machine.LENGTH), fixture.last().machine().facts().get("fact-1"));
        }
    }

    @Test
    void profilesAndVersionsWithoutEndAreForgottenWhenTheyHaveNoBootAnyMore() throws Exception {
        try (var fixture = new BootsFixture(directory, FEW, Output::open)) {
            for (int i = 0; i < 1_500; i++) {
                var choice = new Choice("g", "p", "stable", "x86_64", "" + i, BootsFixture.ROLES);
                fixture.up(fixture.boots().begin(machine(BootsFixture.MAC), choice, ADDRESS));
            }
            assertEquals(Tally.PAST + 1, fixture.boots().counts().size());
            assertEquals(0, fixture.boots().count("p", "400", State.UP));
            assertEquals(1, fixture.boots().count("p", "1400", State.UP));
        }
    }
}
