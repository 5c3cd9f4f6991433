class User < ApplicationRecord
  include Users::Base
  include Roles::User
end
