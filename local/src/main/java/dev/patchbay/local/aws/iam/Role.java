package dev.patchbay.local.aws.iam;

import java.util.List;

/**
 * A role.
 *
 * @param policies inline and managed, what its sessions may do
 * @param trust who may assume it
 */
public record Role(String arn, List<Policy> policies, Policy trust) {}
