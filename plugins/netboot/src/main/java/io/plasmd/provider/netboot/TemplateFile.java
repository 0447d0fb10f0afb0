package io.plasmd.provider.netboot;

/**
 * A template of a profile.
 *
 * @param file below the directory of templates
 * @param secret whether it goes over HTTPS only
 */
record TemplateFile(String file, OutputFormat format, boolean secret) {}
