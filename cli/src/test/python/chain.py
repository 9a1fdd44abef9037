"""Replays a SAM template with its nested stacks into moto, puts events on its bus, and prints what each queue gets.

moto's CloudFormation makes neither subscriptions nor policies of a transformed template, so every resource that lies
between the bus and the queues is made by moto's API: AWS's own translator gives the templates, `Stack` what their
intrinsic functions stand for. moto's rules send to no topic; `send_to_topics` adds that.

Usage: chain.py TEMPLATE ROUTES < entries.json > bodies.json
"""

import functools
import json
import os
import pathlib
import re
import sys

os.environ.update(
    MOTO_ACCOUNT_ID="000000000000",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_ACCESS_KEY_ID="moto",
    AWS_SECRET_ACCESS_KEY="moto",
)

import boto3
import jsonpath_ng.ext
from moto import mock_aws
from moto.events.models import EventTemplateParser, Rule
from moto.sns.models import sns_backends
from samtranslator.public.translator import ManagedPolicyLoader
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

# moto reads the same few paths anew for each event, which takes most of a second.
jsonpath_ng.ext.parse = functools.cache(jsonpath_ng.ext.parse)

ACCOUNT = "000000000000"
REGION = "us-east-1"
NO_VALUE = object()


class NoManagedPolicies(ManagedPolicyLoader):
    def __init__(self):
        super().__init__(None)

    def load(self):
        return {}


def send_to_topics(send_to_the_others):
    def send(rule, event, transform_input=True):
        topics = [target for target in rule.targets if ":sns:" in target["Arn"]]
        rule.targets, all_targets = [t for t in rule.targets if t not in topics], rule.targets
        try:
            send_to_the_others(rule, event, transform_input)
        finally:
            rule.targets = all_targets
        if rule.event_pattern.matches_event(event):
            for target in topics:
                given = target.get("InputTransformer", {})
                body = EventTemplateParser.parse(given.get("InputTemplate"), given.get("InputPathsMap", {}), event)
                sns_backends[ACCOUNT][REGION].publish(message=json.dumps(body), arn=target["Arn"])

    return send


class Stack:
    """One template: what its names stand for, and what it makes."""

    def __init__(self, path, place, name, parameters, nested):
        self.place, self.name, self.nested = place, name, nested
        text = path.read_text(encoding="utf-8")
        source = json.loads(text) if path.suffix == ".json" else yaml_parse(text)
        self.parameters = {key: parameters.get(key, given.get("Default")) for key, given in source.get("Parameters", {}).items()}
        places = {}
        for logical_id, resource in source["Resources"].items():
            properties = resource.get("Properties", {})
            if resource["Type"] == "AWS::Serverless::Function":
                properties["CodeUri"] = "s3://bucket/function.jar"
            elif resource["Type"] == "AWS::CloudFormation::Stack":
                places[logical_id] = properties["TemplateURL"]
                properties["TemplateURL"] = "https://s3.amazonaws.com/bucket/template"
        if "Transform" in source:
            wanted = {key: value for key, value in self.parameters.items() if value is not None}
            source = transform(source, wanted, NoManagedPolicies())
        self.places, self.source = places, source
        self.made, self.attributes = {}, {}

    def condition(self, name):
        return self.value(self.source["Conditions"][name])

    def value(self, given):
        if isinstance(given, list):
            return [item for item in map(self.value, given) if item is not NO_VALUE]
        if not isinstance(given, dict):
            return given
        if len(given) == 1:
            function, of = next(iter(given.items()))
            if function in FUNCTIONS:
                return FUNCTIONS[function](self, of)
        values = {key: self.value(item) for key, item in given.items()}
        return {key: item for key, item in values.items() if item is not NO_VALUE}

    def ref(self, name):
        pseudo = {
            "AWS::Region": REGION,
            "AWS::AccountId": ACCOUNT,
            "AWS::Partition": "aws",
            "AWS::StackName": self.name,
            "AWS::StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/{self.name}/1",
            "AWS::URLSuffix": "localhost",
            "AWS::NoValue": NO_VALUE,
        }
        if name in pseudo:
            return pseudo[name]
        if name in self.parameters:
            value = self.parameters[name]
            kind = self.source["Parameters"][name]["Type"]
            return str(value).split(",") if kind == "CommaDelimitedList" else value
        return self.make(name)

    def attribute(self, of):
        logical_id, name = of if isinstance(of, list) else of.split(".", 1)
        self.make(logical_id)
        return self.attributes[logical_id].get(name, f"arn:aws:other:{REGION}:{ACCOUNT}:{logical_id}")

    def sub(self, of):
        text, variables = of if isinstance(of, list) else (of, {})

        def one(match):
            name = match.group(1)
            if name in variables:
                return str(self.value(variables[name]))
            return str(self.attribute(name) if "." in name else self.ref(name))

        return re.sub(r"\$\{([^!}]+)\}", one, text)

    def is_wanted(self, logical_id):
        condition = self.source["Resources"][logical_id].get("Condition")
        return condition is None or self.condition(condition)

    def make(self, logical_id):
        if logical_id not in self.made:
            resource = self.source["Resources"][logical_id]
            self.attributes[logical_id] = {}
            self.made[logical_id] = logical_id  # a circle, as between a bucket and its policy, ends here
            maker = MAKERS.get(resource["Type"], lambda *_: (f"{self.name}-{logical_id}", {}))
            self.made[logical_id], self.attributes[logical_id] = maker(
                self, logical_id, self.value(resource.get("Properties", {}))
            )
        return self.made[logical_id]

    def make_all(self):
        for logical_id in self.source["Resources"]:
            if self.is_wanted(logical_id):
                self.make(logical_id)
        return {key: self.value(output["Value"]) for key, output in self.source.get("Outputs", {}).items()}


FUNCTIONS = {
    "Ref": Stack.ref,
    "Fn::GetAtt": Stack.attribute,
    "Fn::Sub": Stack.sub,
    "Fn::Join": lambda stack, of: of[0].join(map(str, stack.value(of[1]))),
    "Fn::If": lambda stack, of: stack.value(of[1] if stack.condition(of[0]) else of[2]),
    "Fn::Equals": lambda stack, of: str(stack.value(of[0])) == str(stack.value(of[1])),
    "Fn::Not": lambda stack, of: not stack.value(of[0]),
    "Fn::And": lambda stack, of: all(map(stack.value, of)),
    "Fn::Or": lambda stack, of: any(map(stack.value, of)),
    "Condition": Stack.condition,
}


def queue(_stack, _logical_id, properties):
    name = properties.pop("QueueName")
    for key in ("Tags", "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled", "RedriveAllowPolicy"):
        properties.pop(key, None)
    attributes = {key: json.dumps(value) if isinstance(value, dict) else str(value) for key, value in properties.items()}
    url = boto3.client("sqs").create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return url, {"Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}", "QueueName": name}


def bus(_stack, _logical_id, properties):
    arn = boto3.client("events").create_event_bus(Name=properties["Name"])["EventBusArn"]
    return properties["Name"], {"Arn": arn, "Name": properties["Name"]}


def rule(_stack, _logical_id, properties):
    events = boto3.client("events")
    on = {"EventBusName": properties.get("EventBusName", "default")}
    pattern = json.dumps(properties["EventPattern"])
    arn = events.put_rule(Name=properties["Name"], EventPattern=pattern, **on)["RuleArn"]
    events.put_targets(Rule=properties["Name"], Targets=properties["Targets"], **on)
    return properties["Name"], {"Arn": arn}


def topic(_stack, _logical_id, properties):
    arn = boto3.client("sns").create_topic(Name=properties["TopicName"])["TopicArn"]
    return arn, {"TopicArn": arn, "TopicName": properties["TopicName"]}


def subscription(_stack, _logical_id, properties):
    attributes = {"RawMessageDelivery": str(properties["RawMessageDelivery"]).lower()}
    for document in ("RedrivePolicy", "FilterPolicy"):
        if document in properties:
            attributes[document] = json.dumps(properties[document])
    arn = boto3.client("sns").subscribe(
        TopicArn=properties["TopicArn"],
        Protocol=properties["Protocol"],
        Endpoint=properties["Endpoint"],
        Attributes=attributes,
        ReturnSubscriptionArn=True,
    )["SubscriptionArn"]
    return arn, {"Arn": arn}


def nested(stack, logical_id, properties):
    place = (stack.place / stack.places[logical_id]).resolve()
    path = stack.nested.get(logical_id, place)
    outputs = Stack(path, place.parent, f"{stack.name}-{logical_id}", properties.get("Parameters", {}), stack.nested).make_all()
    return logical_id, {f"Outputs.{key}": value for key, value in outputs.items()}


MAKERS = {
    "AWS::SQS::Queue": queue,
    "AWS::Events::EventBus": bus,
    "AWS::Events::Rule": rule,
    "AWS::SNS::Topic": topic,
    "AWS::SNS::Subscription": subscription,
    "AWS::CloudFormation::Stack": nested,
}


def bodies(sqs):
    found = {}
    for url in sqs.list_queues().get("QueueUrls", []):
        name = url.rsplit("/", 1)[1]
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=600).get("Messages"):
            found.setdefault(name, []).extend(message["Body"] for message in messages)
    return found


@mock_aws
def main(template, routes):
    Rule.send_to_targets = send_to_topics(Rule.send_to_targets)
    template = pathlib.Path(template).resolve()
    Stack(template, template.parent, "patchbay", {}, {"Routes": pathlib.Path(routes)}).make_all()
    events = boto3.client("events")
    for entry in json.load(sys.stdin):
        answer = events.put_events(Entries=[entry])
        if answer["FailedEntryCount"]:
            raise SystemExit(f"moto did not take {entry}: {answer}")
    json.dump(bodies(boto3.client("sqs")), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
