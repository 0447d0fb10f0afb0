/** What is given to the commands of the plugin. */
@NullMarked
package io.plasmd.provider.netboot.arguments;

import org.jspecify.annotations.NullMarked;
