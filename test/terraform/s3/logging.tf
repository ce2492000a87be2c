# Requests to one bucket, logged to another whose policy lets the service in.

resource "aws_s3_bucket" "logged" {
  bucket = "terraform-logged"
}

# Logs may have come by the time it is destroyed.
resource "aws_s3_bucket" "logs" {
  bucket        = "terraform-logs"
  force_destroy = true
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "S3ServerAccessLogsPolicy"
      Effect    = "Allow"
      Principal = { Service = "logging.s3.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "${aws_s3_bucket.logs.arn}/*"
      Condition = {
        ArnLike      = { "aws:SourceArn" = aws_s3_bucket.logged.arn }
        StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.me.account_id }
      }
    }]
  })
}

resource "aws_s3_bucket_logging" "logged" {
  bucket        = aws_s3_bucket.logged.id
  target_bucket = aws_s3_bucket.logs.id
  target_prefix = local.first ? "first/" : "second/"

  dynamic "target_object_key_format" {
    for_each = local.first ? [] : ["EventTime"]
    content {
      partitioned_prefix {
        partition_date_source = target_object_key_format.value
      }
    }
  }
}

resource "aws_s3_bucket_logging" "simple" {
  bucket        = aws_s3_bucket.logs.id
  target_bucket = aws_s3_bucket.logs.id
  target_prefix = ""

  target_object_key_format {
    simple_prefix {}
  }
}
