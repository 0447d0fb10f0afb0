package io.plasmd.provider.cli;

import io.plasmd.provider.release.CheckedArtifact;
import io.plasmd.provider.release.HumanText;
import io.plasmd.provider.release.Manifest;
import io.plasmd.provider.release.TrustedKey;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a check has found.
 *
 * @param signer the key that is believed; empty where no signature was asked for
 * @param checked empty where no artifact was read
 */
record VerifyReport(Manifest manifest, Optional<TrustedKey> signer, List<CheckedArtifact> checked) {

    boolean isRight() {
        return checked.stream().allMatch(CheckedArtifact::isRight);
    }

    String table() {
        if (checked.isEmpty()) {
            return "";
        }
        var table = new TextTable().row("NAME", "FILE", "SIZE", "RESULT");
        for (CheckedArtifact artifact : checked) {
            table.row(
                    HumanText.printable(artifact.name()),
                    HumanText.printable(artifact.entry().filename()),
                    HumanText.size(artifact.entry().size()),
                    artifact.problem().orElse("right"));
        }
        return table.render();
    }

    String summary() {
        long wrong = checked.stream().filter(artifact -> !artifact.isRight()).count();
        String artifacts = checked.isEmpty()
                ? "no artifact was read"
                : wrong == 0
                        ? (checked.size() == 1 ? "its artifact is" : "all " + checked.size() + " artifacts are")
                                + " right"
                        : wrong + " of " + checked.size() + " artifacts " + (wrong == 1 ? "is" : "are") + " wrong";
        return "Release " + HumanText.printable(manifest.version()) + " of " + HumanText.printable(manifest.channel())
                + "/"
                + HumanText.printable(manifest.arch()) + ", "
                + signer.map(key -> "signed by " + key.id()).orElse("whoever signed it") + ", in force until "
                + manifest.expiresAt() + ": " + artifacts + ".";
    }

    /** Of a check that came to no result. */
    static String failure(String problem) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("right", false);
        json.put("problem", problem);
        return json.toPrettyString();
    }

    ObjectNode json() {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("version", manifest.version());
        json.put("channel", manifest.channel());
        json.put("arch", manifest.arch());
        json.put("created_at", manifest.createdAt().toString());
        json.put("expires_at", manifest.expiresAt().toString());
        json.put("signed_by", signer.map(TrustedKey::id).orElse(null));
        json.put("right", isRight());
        json.put("problem", isRight() ? null : summary());
        ObjectNode artifacts = json.putObject("artifacts");
        for (CheckedArtifact artifact : checked) {
            ObjectNode one = artifacts.putObject(artifact.name());
            one.put("filename", artifact.entry().filename());
            one.put("size_bytes", artifact.entry().size());
            one.put("hash", artifact.entry().digest().prefixed());
            one.put("problem", artifact.problem().orElse(null));
        }
        return json;
    }
}
