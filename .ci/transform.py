"""Prints a SAM template as CloudFormation will see it, by AWS's own translator and without an account.

Usage: transform.py TEMPLATE [PARAMETER=VALUE …]
"""

import json
import os
import sys

from samtranslator.public.translator import ManagedPolicyLoader
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class NoManagedPolicies(ManagedPolicyLoader):
    """SAM looks up the names of managed policies by IAM; the template names none."""

    def __init__(self):
        super().__init__(None)

    def load(self):
        return {}


os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
with open(sys.argv[1], encoding="utf-8") as template:
    source = yaml_parse(template.read())
# What `sam package` uploads is named by its place in S3; which place makes no difference to what is checked.
for resource in source["Resources"].values():
    if resource["Type"] == "AWS::Serverless::Function":
        resource["Properties"]["CodeUri"] = "s3://bucket/function.jar"
    elif resource["Type"] == "AWS::CloudFormation::Stack":
        resource["Properties"]["TemplateURL"] = "https://s3.amazonaws.com/bucket/routes.template.json"
# Of a parameter's value only the way of deploying makes a difference.
parameters = {name: "Canary10Percent5Minutes" if name == "Deployment" else parameter.get("MinValue", "any") for name, parameter in source["Parameters"].items() if "Default" not in parameter}
parameters.update(argument.split("=", 1) for argument in sys.argv[2:])
json.dump(transform(source, parameters, NoManagedPolicies()), sys.stdout, indent=1)
