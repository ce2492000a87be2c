"""boto3 and a webhook: a receiver of its own, and a server that tells it.

usage: notifications.py serve PORT-FILE EVENTS-FILE   receives: its port goes into one file, each message as a line into the other
       notifications.py READY-FILE EVENTS-FILE        the cases, against a server started with --webhook hook=http://127.0.0.1:PORT/
"""
import http.server
import json
import os
import sys
import time
import urllib.parse
import uuid


def serve(port_file, events_file):
    class Receiver(http.server.BaseHTTPRequestHandler):
        protocol_version = 'HTTP/1.1'

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
            line = json.dumps({'id': self.headers['webhook-id'], 'type': self.headers['Content-Type'], 'body': body})
            with open(events_file, 'a') as out:
                out.write(line + '\n')
            self.send_response(200)
            self.send_header('Content-Length', '0')
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Receiver)
    open(events_file, 'w').close()
    with open(port_file + '.new', 'w') as out:
        out.write(str(server.server_address[1]))
    os.rename(port_file + '.new', port_file)
    server.serve_forever()


def cases(ready, events_file):
    import boto3
    from botocore.config import Config
    from botocore.exceptions import ClientError

    s3 = boto3.client(
        's3', endpoint_url=ready['http'], region_name=ready['region'], aws_access_key_id=ready['accessKeyId'],
        aws_secret_access_key=ready['secretAccessKey'],
        config=Config(s3={'addressing_style': 'path'}, retries={'total_max_attempts': 1}))
    arn = f"arn:aws:sns:{ready['region']}:{ready['account']}:hook"
    name = 'told-' + uuid.uuid4().hex[:12]
    s3.create_bucket(Bucket=name)

    def shown():
        answer = s3.get_bucket_notification_configuration(Bucket=name)
        answer.pop('ResponseMetadata')
        return answer

    def put(topic, **more):
        rules = {'TopicConfigurations': [dict({'Id': 'rule', 'TopicArn': topic, 'Events': ['s3:ObjectCreated:*']}, **more)]}
        s3.put_bucket_notification_configuration(Bucket=name, NotificationConfiguration=rules)
        return rules

    def refused(code, topic, **more):
        try:
            put(topic, **more)
        except ClientError as error:
            assert error.response['Error']['Code'] == code, error
            return error.response['Error']
        raise AssertionError(f'{code} was expected')

    def received():
        return [message for message in map(json.loads, open(events_file))
                if message['body'].get('Bucket') == name
                or message['body'].get('Records', [{}])[0].get('s3', {}).get('bucket', {}).get('name') == name]

    assert shown() == {}
    error = refused('InvalidArgument', arn + 's')
    assert error['Message'] == 'Unable to validate the following destination configurations', error
    assert (error['ArgumentName1'], error['ArgumentValue1']) == (arn + 's', 'The destination topic does not exist'), error
    assert refused('NotImplemented', arn, Events=['s3:LifecycleTransition'])['Message'].startswith('Event s3:LifecycleTransition')
    rules = put(arn, Filter={'Key': {'FilterRules': [{'Name': 'Prefix', 'Value': 'in/'}]}})
    assert shown() == rules, shown()
    assert [message['body']['Event'] for message in received()] == ['s3:TestEvent']
    s3.put_object(Bucket=name, Key='out/a', Body=b'text')
    tag = s3.put_object(Bucket=name, Key='in/a b', Body=b'text')['ETag'].strip('"')
    end = time.time() + 30
    while len(received()) < 2 and time.time() < end:
        time.sleep(0.05)
    message = received()[1]
    record = message['body']['Records'][0]
    assert message['type'] == 'application/json' and len(message['id']) == 32, message
    assert (record['eventName'], record['eventVersion'], record['awsRegion']) == ('ObjectCreated:Put', '2.1', ready['region'])
    said = record['s3']['object']
    assert urllib.parse.unquote_plus(said['key']) == 'in/a b' and said['size'] == 4 and said['eTag'] == tag, said
    s3.put_bucket_notification_configuration(Bucket=name, NotificationConfiguration={})
    assert shown() == {}
    time.sleep(0.5)
    assert len(received()) == 2, received()
    print('1 passed, 0 failed')


if sys.argv[1] == 'serve':
    serve(sys.argv[2], sys.argv[3])
else:
    cases(json.load(open(sys.argv[1])), sys.argv[2])
