package io.plasmd.provider.netboot.boots;

import static io.plasmd.provider.netboot.boots.BootsFixture.ADDRESS;
import static io.plasmd.provider.netboot.boots.BootsFixture.CHOICE;
import static io.plasmd.provider.netboot.boots.BootsFixture.INITRD;
import static io.plasmd.provider.netboot.boots.BootsFixture.KERNEL;
import static io.plasmd.provider.netboot.boots.BootsFixture.MAC;
import static io.plasmd.provider.netboot.boots.BootsFixture.ROOTFS;
import static io.plasmd.provider.netboot.boots.BootsFixture.machine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.api.Download;
import io.plasmd.provider.netboot.boots.Step.KnownBy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a boot, by its downloads, by what the machine says, and by the clock. */
@Timeout(30)
final class BootStatesTest {
    @TempDir
    private Path directory;

    private BootsFixture fixture;

    @BeforeEach
    void open() {
        fixture = new BootsFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static List<String> steps(Boot boot) {
        return boot.steps().stream()
                .map(step -> step.state().word() + " "
                        + Duration.between(TestClock.START, step.at()).toSeconds() + " " + step.client() + " "
                        + step.knownBy())
                .toList();
    }

    @Test
    void aBootIsFollowedFromItsScriptToTheWordOfTheMachine() throws Exception {
        Ticket ticket = fixture.begin();
        fixture.clock.goOn(Duration.ofSeconds(1));
        fixture.loaded(KERNEL, ticket);
        fixture.clock.goOn(Duration.ofSeconds(1));
        fixture.loaded(INITRD, "x=1&boot=" + ticket.boot() + "&y");
        fixture.clock.goOn(Duration.ofSeconds(5));
        fixture.loaded(ROOTFS, ticket);
        fixture.clock.goOn(Duration.ofSeconds(20));
        assertEquals(State.ROOTFS, fixture.last().state());
        assertEquals(Answer.DONE, fixture.up(ticket));
        Boot boot = fixture.last();
        assertEquals(
                List.of(
                        "script 0 10.0.0.1 REQUEST",
                        "kernel 1 10.0.0.1 BOOT_ID",
                        "initrd 2 10.0.0.1 BOOT_ID",
                        "rootfs 7 10.0.0.1 BOOT_ID",
                        "up 27 10.0.0.1 WORD"),
                steps(boot));
        assertEquals(State.UP, boot.state());
        assertEquals(Duration.ofSeconds(27), boot.elapsed());
        assertEquals("S-" + MAC, boot.machine().facts().get("serial"));
    }

    @Test
    void aDownloadWithoutABootIdIsOfTheOneMachineAtItsAddress() throws Exception {
        fixture.begin();
        fixture.loaded(KERNEL, (String) null);
        assertEquals(KnownBy.ADDRESS, fixture.last().last().knownBy());
    }

    @Test
    void ofTwoMachinesBehindOneAddressNeitherIsTakenForTheOther() throws Exception {
        fixture.begin();
        fixture.boots().begin(machine("52:54:00:00:00:02"), CHOICE, ADDRESS);
        fixture.loaded(KERNEL, (String) null);
        assertEquals(Map.of(State.SCRIPT, 2), fixture.boots().states());
    }

    @Test
    void anIdOfABootThatIsNotKnownMovesNoOther() throws Exception {
        fixture.begin();
        fixture.loaded(KERNEL, "boot=0000000000000000");
        assertEquals(State.SCRIPT, fixture.last().state());
    }

    @Test
    void aDownloadThatWasCutShortAndOneOfSomethingElseDoNotCount() throws Exception {
        Ticket ticket = fixture.begin();
        String query = "boot=" + ticket.boot();
        fixture.downloaded(new Download(KERNEL, query, ADDRESS, 200, 10, 1_000, "the client has gone"));
        fixture.loaded("/releases/stable/x86_64/7/vmlinuz.sha256", ticket);
        assertEquals(State.SCRIPT, fixture.last().state());
    }

    @Test
    void slashesOfAPathMayBeDoubledAndADirectoryStandsForWhatIsBelowIt() throws Exception {
        var choice = new Choice("g", "p", "stable", "x86_64", "", Map.of("/stable/x86_64/rootfs.d", "rootfs"));
        Ticket ticket = fixture.boots().begin(machine(MAC), choice, ADDRESS);
        fixture.loaded("/stable//x86_64/rootfs.d/part-1", ticket);
        assertEquals(State.ROOTFS, fixture.last().state());
    }

    @Test
    void filesMayBeLoadedInAnyOrderAndMoreThanOnce() throws Exception {
        Ticket ticket = fixture.begin();
        fixture.loaded(INITRD, ticket);
        fixture.loaded(KERNEL, ticket);
        fixture.loaded(KERNEL, ticket);
        assertEquals(State.INITRD, fixture.last().state());
        assertEquals(3, fixture.last().steps().size());
    }

    @Test
    void aFailureIsKeptWithItsTextInOneLine() {
        Ticket ticket = fixture.begin();
        assertEquals(Answer.FAILED, fixture.failed(ticket, "no disk\n\u001b[31mfound"));
        assertEquals("no disk  [31mfound", fixture.last().failure());
        assertEquals(State.FAILED, fixture.last().state());
    }

    @Test
    void whoSaysTheSameTwiceGetsTheSameAnswerAndTheFirstWordStands() {
        Ticket ticket = fixture.begin();
        assertEquals(Answer.DONE, fixture.up(ticket));
        assertEquals(Answer.DONE, fixture.up(ticket));
        assertEquals(Answer.DONE, fixture.failed(ticket, "after all"));
        assertEquals(2, fixture.last().steps().size());
        assertEquals(1, fixture.boots().count("web", "7", State.UP));
    }

    @Test
    void onlyTheTokenOfItsOwnScriptSpeaksForAMachine() {
        Ticket ticket = fixture.begin();
        Ticket other = fixture.boots().begin(machine("52:54:00:00:00:02"), CHOICE, ADDRESS);
        assertNotEquals(ticket.token(), other.token());
        assertEquals(22, ticket.token().length());
        assertEquals(Answer.WRONG_TOKEN, fixture.up(other));
        assertEquals(Answer.WRONG_TOKEN, fixture.boots().done(MAC, "", Optional.empty(), ADDRESS));
        assertEquals(
                Answer.UNKNOWN_MACHINE,
                fixture.boots().done("52:54:00:00:00:03", ticket.token(), Optional.empty(), ""));
        assertEquals(State.SCRIPT, fixture.last().state());
    }

    @Test
    void aBootOfWhichNothingIsHeardTimesOutAndComesBackWhenItGoesOn() throws Exception {
        Ticket ticket = fixture.begin();
        fixture.clock.goOn(Duration.ofMinutes(9));
        fixture.loaded(KERNEL, ticket);
        fixture.clock.goOn(Duration.ofMinutes(9));
        assertEquals(State.KERNEL, fixture.last().state());
        fixture.clock.goOn(Duration.ofMinutes(1));
        assertEquals(State.TIMED_OUT, fixture.last().state());
        assertEquals(1, fixture.boots().count("web", "7", State.TIMED_OUT));
        fixture.loaded(INITRD, ticket);
        assertEquals(State.INITRD, fixture.last().state());
        fixture.clock.goOn(Duration.ofMinutes(10));
        assertEquals(State.TIMED_OUT, fixture.last().state());
        assertEquals(Answer.DONE, fixture.up(ticket));
        assertEquals(State.UP, fixture.last().state());
        assertEquals(0, fixture.boots().count("web", "7", State.TIMED_OUT));
    }

    @Test
    void aMachineThatSaysNothingIsDoneWhenItHasLoadedAll() throws Exception {
        var silent = new Choice("g", "web", "stable", "x86_64", "7", BootsFixture.ROLES, false);
        Ticket ticket = fixture.boots().begin(machine(MAC), silent, ADDRESS);
        fixture.loaded(ROOTFS, ticket);
        fixture.clock.goOn(Duration.ofHours(1));
        assertEquals(State.ROOTFS, fixture.last().state());
        fixture.begin();
        fixture.loaded(KERNEL, (String) null);
        assertEquals(0, fixture.boots().count("web", "7", State.FAILED));
    }

    @Test
    void whoLooksAtTheScriptOfAMachineThatInstallsDoesNoHarm() throws Exception {
        Ticket installer = fixture.begin();
        fixture.loaded(KERNEL, installer);
        Ticket looked = fixture.begin();
        assertEquals(State.SCRIPT, fixture.shown().state());
        assertEquals(installer.boot(), fixture.last().id());
        assertEquals(Answer.DONE, fixture.up(installer));
        assertEquals(installer.boot(), fixture.last().id());
        assertEquals(State.UP, fixture.shown().state());
        fixture.begin();
        assertEquals(State.UP, fixture.last().state());
        assertEquals(Answer.WRONG_TOKEN, fixture.up(looked));
    }

    @Test
    void aBootThatBeginsAnewBeforeItWasUpHasFailed() throws Exception {
        Ticket first = fixture.begin();
        fixture.loaded(KERNEL, first);
        Ticket second = fixture.begin();
        fixture.loaded(KERNEL, second);
        assertEquals(second.boot(), fixture.last().id());
        assertEquals(1, fixture.boots().count("web", "7", State.FAILED));
        assertEquals(1, fixture.boots().count("web", "7", State.KERNEL));
        assertEquals(Answer.WRONG_TOKEN, fixture.up(first));
    }

    @Test
    void endedBootsAreCountedAlsoWhenTheirMachineHasGoneOn() throws Exception {
        for (int i = 0; i < 3; i++) {
            Ticket ticket = fixture.begin();
            fixture.loaded(KERNEL, ticket);
            fixture.failed(ticket, "no disk");
        }
        assertEquals(3, fixture.boots().count("web", "7", State.FAILED));
        fixture.restart();
        assertEquals(3, fixture.boots().count("web", "7", State.FAILED));
        assertEquals(
                List.of(new Count(new Count.Of("web", "7"), Map.of(State.FAILED, 3))),
                fixture.boots().counts());
    }

    @Test
    void eachStepIsTold() throws Exception {
        var told = new ArrayList<State>();
        fixture.boots().onStep(boot -> told.add(boot.last().state()));
        Ticket ticket = fixture.begin();
        fixture.loaded(KERNEL, ticket);
        fixture.clock.goOn(Duration.ofMinutes(10));
        fixture.up(ticket);
        assertEquals(List.of(State.SCRIPT, State.KERNEL, State.TIMED_OUT, State.UP), told);
    }

    @Test
    void machinesAreFilteredAndComeInPages() {
        for (int i = 0; i < 250; i++) {
            Machine machine = machine("52:54:00:00:01:%02x".formatted(i));
            Ticket ticket = fixture.boots().begin(machine, CHOICE, ADDRESS);
            if (i % 2 == 0) {
                fixture.boots().done(machine.id(), ticket.token(), Optional.empty(), ADDRESS);
            }
        }
        fixture.boots().begin(BootsFixture.unknown(MAC), CHOICE, ADDRESS);
        assertEquals(
                List.of(100, 100, 51, 0),
                List.of(0, 1, 2, 3).stream()
                        .map(page -> fixture.boots().machines(Filter.ALL, page).size())
                        .toList());
        assertEquals(MAC, fixture.shown().machine().id());
        assertEquals(125, fixture.boots().count(Filter.of(State.UP)));
        assertTrue(
                fixture.boots().machines(Filter.of(State.UP), 0).stream().allMatch(boot -> boot.state() == State.UP));
        assertEquals(1, fixture.boots().count(new Filter(null, null, null, null, false, null)));
        assertEquals(1, fixture.boots().count(new Filter(null, "racks", "web", "7", null, "00:01:f9")));
        assertEquals(0, fixture.boots().count(new Filter(null, null, null, "8", null, null)));
        assertEquals(Map.of(State.SCRIPT, 126, State.UP, 125), fixture.boots().states());
    }
}
