# A bucket that tells a webhook, which the server was started with: `--webhook hook=…`.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "endpoint" {
  type = string
}

# Changed by the second apply.
variable "stage" {
  type    = string
  default = "first"
}

locals {
  first = var.stage == "first"
}

provider "aws" {
  region            = "us-east-1"
  s3_use_path_style = true

  endpoints {
    iam       = var.endpoint
    s3        = var.endpoint
    s3control = var.endpoint
    sts       = var.endpoint
  }
}

data "aws_caller_identity" "me" {}

resource "aws_s3_bucket" "told" {
  bucket = "terraform-told"
}

resource "aws_s3_bucket_notification" "told" {
  bucket = aws_s3_bucket.told.id

  topic {
    topic_arn     = "arn:aws:sns:us-east-1:${data.aws_caller_identity.me.account_id}:hook"
    events        = local.first ? ["s3:ObjectCreated:*"] : ["s3:ObjectCreated:Put", "s3:ObjectRemoved:*"]
    filter_prefix = "in/"
    filter_suffix = local.first ? ".jpg" : null
  }
}
