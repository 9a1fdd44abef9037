/**
 * {@code ./patchbay deploy}: packages the template by AWS's own tools and brings it to an account
 * by a change set that was shown before. Knows AWS and the compiled routes, and nothing of a
 * running hub. Start reading at {@link dev.patchbay.cli.deploy.DeployCommand}.
 */
package dev.patchbay.cli.deploy;
