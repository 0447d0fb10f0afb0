package io.plasmd.provider.release;

import com.typesafe.config.Config;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a machine needs to boot, and the file names under which it may lie on disk.
 *
 * @param candidates by role, the preferred name first
 */
public record Roles(Map<String, List<String>> candidates) {

    /** Reads the section {@code roles}. */
    public static Roles read(Config roles) {
        Map<String, List<String>> candidates = new LinkedHashMap<>();
        for (String role : List.of("kernel", "initramfs", "rootfs")) {
            candidates.put(role, List.copyOf(roles.getStringList(role)));
        }
        return new Roles(candidates);
    }

    /** kernel, initramfs, rootfs. */
    public Set<String> names() {
        return candidates.keySet();
    }

    /** The file names behind a role or, for any other name, that name itself. */
    public List<String> filesOf(String name) {
        return candidates.getOrDefault(name, List.of(name));
    }

    /** Whether a file of that name stands for a role. */
    boolean areNamed(String file) {
        return candidates.values().stream().anyMatch(files -> files.contains(file));
    }

    /** The file that stands for a role among those that are present; empty for none. */
    public String chosen(String role, Collection<String> present) {
        return filesOf(role).stream().filter(present::contains).findFirst().orElse("");
    }

    /**
     * Refuses a release of which the server here would send another file as kernel, initramfs or root file system than
     * its manifest says.
     */
    void requireAgreement(Manifest manifest) throws ReleaseException {
        List<String> files = manifest.artifacts().values().stream()
                .map(Manifest.Entry::filename)
                .toList();
        for (String role : candidates.keySet()) {
            Manifest.Entry said = manifest.artifacts().get(role);
            String here = chosen(role, files);
            if (said != null && !here.isEmpty() && !here.equals(said.filename())) {
                throw new ReleaseException("the manifest says that the " + role + " is "
                        + HumanText.printable(said.filename()) + ", and here it would be " + HumanText.printable(here)
                        + "; set provider.endpoints.artifacts.roles." + role + " as it is at the origin");
            }
        }
    }

    /**
     * What each of some files is served as: by role where it stands for one, else by its own name. One that is named like
     * a role that another file stands for cannot be asked for.
     */
    public SortedMap<String, String> filesByName(Collection<String> files) {
        SortedMap<String, String> byName = filesByRole(files);
        Set<String> inRoles = Set.copyOf(byName.values());
        files.stream().filter(file -> !inRoles.contains(file)).forEach(file -> byName.putIfAbsent(file, file));
        return byName;
    }

    /** The other way around: the name under which clients get each file, of those that they get. */
    public Map<String, String> namesByFile(Collection<String> files) {
        SortedMap<String, String> roles = filesByRole(files);
        Map<String, String> byFile = HashMap.newHashMap(files.size());
        files.stream().filter(file -> !roles.containsKey(file)).forEach(file -> byFile.put(file, file));
        roles.forEach((role, file) -> byFile.put(file, role));
        return byFile;
    }

    private SortedMap<String, String> filesByRole(Collection<String> files) {
        SortedMap<String, String> byRole = new TreeMap<>();
        for (String role : candidates.keySet()) {
            filesOf(role).stream().filter(files::contains).findFirst().ifPresent(file -> byRole.put(role, file));
        }
        return byRole;
    }
}
