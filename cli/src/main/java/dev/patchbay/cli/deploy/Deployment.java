package dev.patchbay.cli.deploy;

import java.util.List;
import software.amazon.awssdk.services.cloudformation.model.Parameter;

/**
 * What is to be deployed.
 *
 * @param isNew whether the stack does not exist yet
 * @param templateUrl of the packaged template
 */
record Deployment(String stack, boolean isNew, String templateUrl, List<Parameter> parameters) {}
