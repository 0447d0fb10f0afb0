package io.plasmd.provider.netboot;

import com.samskivert.mustache.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What machines boot.
 *
 * @param action in place of a release
 * @param arch empty: that of the machine
 * @param version empty: the current one
 * @param canary another version for some of the machines
 * @param kernel the name of an artifact, or its role
 * @param initrds names of artifacts, or roles; empty where nothing is said: the role {@code initramfs}, if there is one
 * @param uki the name of a unified kernel image, in place of kernel and initrds
 * @param arguments of the kernel
 * @param bootif whether the kernel is told by which card it was booted
 * @param shim the name of a signed shim, for an iPXE that is signed itself
 * @param verify whether iPXE has to check the signatures beside kernel and initrds
 * @param after what happens once a machine says that it is done; empty: it boots again
 * @param once whether loading the kernel counts as done
 * @param reports whether machines say that they are done, so that one that does not is missed
 * @param templates by the name that they are asked for
 * @param place file and line, for people
 */
record Profile(
        String name,
        Optional<Action> action,
        String channel,
        Optional<String> arch,
        Optional<String> version,
        Optional<Canary> canary,
        String kernel,
        Optional<List<String>> initrds,
        Optional<String> uki,
        Template arguments,
        RootPreset root,
        String rootfs,
        String nfsroot,
        boolean bootif,
        Optional<String> shim,
        boolean verify,
        Optional<Action> after,
        boolean once,
        boolean reports,
        Map<String, TemplateFile> templates,
        Map<String, Object> data,
        String place) {}
