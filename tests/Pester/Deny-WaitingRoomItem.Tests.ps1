BeforeAll {
    . $PSScriptRoot/Setup.ps1
    . $PSScriptRoot/WaitingRoomSetup.ps1
    $script:decide = 'Deny-WaitingRoomItem'
    $script:opposite = 'Approve-WaitingRoomItem'
    $script:state = 'Denied'
    $script:id = 'PermModule.Commands.DenyWaitingRoomItemCommand'
}

Describe 'Deny-WaitingRoomItem' {
    BeforeEach { $null = New-WaitingRoomStore }

    . $PSScriptRoot/WaitingRoomDecisions.ps1

    It 'denies neither twice nor what is approved' {
        $item = Submit-WaitingRoomItem Upload asker a, b
        Deny-WaitingRoomItem $item.Id -Asset a -Auditor uploads
        { Deny-WaitingRoomItem $item.Id -Asset a -Auditor all -ErrorAction Stop } | Should -Throw -ErrorId "AlreadyDecided,$id"
        Approve-WaitingRoomItem $item.Id -Asset b -Auditor uploads
        { Deny-WaitingRoomItem $item.Id -Asset b -Auditor all -ErrorAction Stop } | Should -Throw -ErrorId "AlreadyDecided,$id"
        { Deny-WaitingRoomItem $item.Id -Auditor all -ErrorAction Stop } | Should -Throw -ErrorId "AlreadyDecided,$id"
    }

    It 'closes the case of a quarantined file' {
        $caught = Submit-WaitingRoomItem Quarantine uploader virus.exe
        Deny-WaitingRoomItem $caught.Id -Auditor quarantine
        { Approve-WaitingRoomItem $caught.Id -Auditor quarantine -ErrorAction Stop } | Should -Throw -ErrorId 'AlreadyDecided,PermModule.Commands.ApproveWaitingRoomItemCommand'
        Get-WaitingRoomItem | Should -BeNullOrEmpty
    }
}
