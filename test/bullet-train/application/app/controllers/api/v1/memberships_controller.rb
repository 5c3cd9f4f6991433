class Api::V1::MembershipsController < Api::V1::ApplicationController
  include Api::V1::Memberships::ControllerBase
end
