BulletTrain::Api.current_version = "v1"
